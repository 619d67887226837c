import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    // A warning on the console is a finding, not scenery.
    onConsoleLog: (log, type) => {
      if (type === "stderr") throw new Error(log);
    },
  },
});
