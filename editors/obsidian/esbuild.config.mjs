import { builtinModules } from "node:module";
import { build } from "esbuild";

// The app brings these itself; a second copy of CodeMirror would not work.
const provided = ["obsidian", "electron", "@codemirror/lint", "@codemirror/state", "@codemirror/view", ...builtinModules];
await build({ entryPoints: ["src/main.ts"], bundle: true, platform: "node", format: "cjs", target: "es2022", external: provided, minify: true, outfile: "main.js", logLevel: "info" });
