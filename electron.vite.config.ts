import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";

/** What Electron 45 embeds; electron-vite's own table ends before it. */
const NODE_TARGET = "node24";
const CHROMIUM_TARGET = "chrome153";

export default defineConfig({
  main: {
    build: {
      target: NODE_TARGET,
      outDir: "out/main",
      rollupOptions: {
        input: {
          index: resolve("src/main/index.ts"),
          cli: resolve("src/main/cli.ts"),
          "catalog-worker": resolve("src/main/catalog/catalog-worker.ts"),
          "record-reader-worker": resolve("src/main/catalog/record-reader-worker.ts"),
          "hash-worker": resolve("src/main/check/hash-worker.ts"),
          "check-worker": resolve("src/main/operations/check-worker.ts"),
        },
        output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
      },
    },
  },
  preload: {
    build: {
      target: NODE_TARGET,
      outDir: "out/preload",
      externalizeDeps: false,
      rollupOptions: {
        input: { index: resolve("src/preload/index.ts") },
        output: { format: "cjs", entryFileNames: "[name].cjs" },
      },
    },
  },
  renderer: {
    root: "src/renderer",
    plugins: [react()],
    build: {
      target: CHROMIUM_TARGET,
      outDir: "out/renderer",
      minify: true,
      rollupOptions: { input: resolve("src/renderer/index.html") },
    },
  },
});
