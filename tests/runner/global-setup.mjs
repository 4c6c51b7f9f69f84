import { removeAbandonedClusters, testClusterOf } from './test-cluster.mjs';

export default function globalSetup() {
  removeAbandonedClusters();
  process.env.TEST_CLUSTER_DIR = testClusterOf(process.pid); // read by foundation/testing
}
