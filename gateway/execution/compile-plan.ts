import { compileEntityFetch } from './entity-fetch-step.js';
import type { Execution, ExecutionScope, Step } from './execution.js';
import type { ConditionNode, PlanNode } from './execution-plan.js';
import { compileFetch } from './fetch-step.js';

/** A plan as a function: everything that does not depend on the request is worked out beforehand. */
export const compilePlan = (node: PlanNode, scope: ExecutionScope): Step => {
  switch (node.kind) {
    case 'sequence':
      return inSequence(node.nodes.map((child) => compilePlan(child, scope)));
    case 'parallel':
      return inParallel(node.nodes.map((child) => compilePlan(child, scope)));
    case 'condition':
      return onCondition(node, scope);
    case 'fetch':
      return compileFetch(node, scope);
    case 'entities':
      return compileEntityFetch(node, scope);
  }
};

const nothing: Step = () => undefined;

const inSequence = (steps: readonly Step[]): Step => {
  const [only] = steps;
  if (steps.length === 1 && only) return only;
  return async (execution) => {
    for (const step of steps) await step(execution);
  };
};

const inParallel = (steps: readonly Step[]): Step => {
  const [only] = steps;
  if (steps.length === 1 && only) return only;
  return async (execution) => {
    const running = steps.map((step) => begin(step, execution));
    await Promise.all(running.filter((one) => one !== undefined));
  };
};

/** A step that throws at once must not keep the others from being waited for. */
const begin = (step: Step, execution: Execution): ReturnType<Step> => {
  try {
    return step(execution);
  } catch (error) {
    return Promise.reject(error instanceof Error ? error : new Error(String(error)));
  }
};

const onCondition = (node: ConditionNode, scope: ExecutionScope): Step => {
  const then = node.then ? compilePlan(node.then, scope) : nothing;
  const otherwise = node.otherwise ? compilePlan(node.otherwise, scope) : nothing;
  return (execution) => (isTrue(node.variable, execution, scope) ? then : otherwise)(execution);
};

const isTrue = (name: string, { variables }: Execution, { defaults }: ExecutionScope): boolean => {
  const given = Object.hasOwn(variables, name) ? variables[name] : undefined;
  const value = given === undefined ? defaults[name] : given;
  if (typeof value !== 'boolean')
    throw new Error(`Invalid non-boolean value ${String(value)} for Boolean! variable $${name}`);
  return value;
};
