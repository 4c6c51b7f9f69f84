import { removeTestCluster, testClusterOf } from './test-cluster.mjs';

export default function globalTeardown() {
  removeTestCluster(testClusterOf(process.pid));
}
