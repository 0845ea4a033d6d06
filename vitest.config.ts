import { defineConfig } from "vitest/config";

const minute = 60_000;

// Tests run on the sources: the `source` condition of each package's exports points there.
export default defineConfig({
  resolve: {
    conditions: ["source"],
    // Vite would take graphql's ES modules while Yoga, outside Vite, takes its CommonJS ones: two graphqls that refuse each other.
    alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }],
  },
  ssr: { resolve: { conditions: ["source"], externalConditions: ["source"] } },
  test: {
    include: ["test/**/*.test.ts"],
    // Nx asks its tasks for colours, also of the programs that tests start and read.
    env: { FORCE_COLOR: "0" },
    // Only a hang ends here: how busy the machine is decides no test.
    testTimeout: 15 * minute,
    hookTimeout: 15 * minute,
    expect: { poll: { timeout: 10 * minute } },
    // .ci/run adds the counts up from these files, one in each package.
    reporters: process.env.CI ? ["default", ["json", { outputFile: "test-results/vitest.json" }]] : ["default"],
  },
});
