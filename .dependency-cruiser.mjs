/**
 * Who may import whom (docs: architecture, "Who may import whom"), one rule per row, with the reason in each message.
 * dependency-cruiser cannot read TypeScript 7, so `test/meta/layers.test.ts` runs these rules over a mirror of `src` that
 * holds only the imports; paths here therefore end before the file extension.
 */

const DISK = "^(node:)?(fs|fs/promises)$";
const NETWORK = "^(node:)?(http|http2|https|net|tls|dgram|dns|dns/promises|inspector|inspector/promises)$";
const ELECTRON = "(^|/)electron(/|$)";
const NODE_MODULES = "node_modules";

/** Folders of ours, by what they may import of ours. `$1` is what `from` caught. */
const LAYERS = [
  {
    name: "shared",
    from: "^src/shared/",
    may: ["^src/shared/"],
    because:
      "src/shared is what two processes agree on: it stands on zod and itself, or it pulls one process into the other.",
  },
  {
    name: "system-and-canonical",
    from: "^src/main/(system|canonical)/",
    may: ["^src/main/$1/", "^src/shared/"],
    because:
      "The outside world and the canonical form are the ground floor: they know nothing of what is built on them.",
  },
  {
    name: "store",
    from: "^src/main/store/",
    may: ["^src/main/(store|system|canonical)/", "^src/shared/"],
    because: "The store must be provable alone: nothing above it can change what a commit means.",
  },
  {
    name: "readers-of-the-store",
    from: "^src/main/(catalog|check|compare|people)/",
    may: ["^src/main/($1|store|system|canonical)/", "^src/shared/"],
    because:
      "Catalog, check, compare and people read the store and never each other, so that none can lend another its mistakes.",
  },
  {
    name: "services",
    from: "^src/main/(advice|ingest|export)/",
    may: ["^src/main/($1|catalog|check|compare|people|store|system|canonical)/", "^src/shared/"],
    because: "Advice, ingest and export stand side by side: what two of them need belongs below them.",
  },
  {
    name: "operations",
    from: "^src/main/operations/",
    may: [
      "^src/main/(operations|advice|ingest|export|catalog|check|compare|people|store|system|canonical)/",
      "^src/shared/",
    ],
    because: "Operations are the only way in and serve window, command line and tests alike: they know none of them.",
  },
  {
    name: "doors",
    from: "^src/main/(ipc|app)/",
    may: ["^src/main/($1|operations)/", "^src/shared/"],
    because: "The window's doors reach data only through operations, where roles are checked and calls are counted.",
  },
  {
    name: "preload",
    from: "^src/preload/",
    may: ["^src/preload/", "^src/shared/ipc/(channel-names|bridge)[.]"],
    because: "A sandboxed preload cannot load packages; one file of names and one of types is all it shares.",
  },
  {
    name: "renderer-api",
    from: "^src/renderer/api/",
    may: ["^src/renderer/api/", "^src/shared/"],
    because: "The client knows the operation table and nothing of the screens that call it.",
  },
  {
    name: "renderer-state",
    from: "^src/renderer/state/",
    may: ["^src/renderer/(state|api|format|text)/", "^src/shared/"],
    because: "State is plain: it must run without a page.",
  },
  {
    name: "renderer-format-and-text",
    from: "^src/renderer/(format|text)/",
    may: ["^src/renderer/(format|text)/", "^src/shared/"],
    because: "Words and numbers are the same on every screen because they know of none.",
  },
  {
    name: "renderer-ui",
    from: "^src/renderer/ui/",
    may: ["^src/renderer/(ui|format|text)/", "^src/shared/"],
    because: "Building blocks take what they show as properties; one that reads state can be used once.",
  },
  {
    name: "renderer-features",
    from: "^src/renderer/features/([^/]+)/",
    may: ["^src/renderer/features/$1/", "^src/renderer/(state|ui|format|text)/", "^src/shared/"],
    because: "Features never import each other or the bridge: each can be read, tested and removed alone.",
  },
  {
    name: "renderer-root",
    from: "^src/renderer/[^/]+$",
    may: ["^src/renderer/", "^src/shared/"],
    because: "The window runs in a page: what main holds reaches it only as data.",
  },
];

const layerRules = LAYERS.map(({ name, from, may, because }) => ({
  name,
  comment: because,
  severity: "error",
  from: { path: from },
  to: { path: "^src/", pathNot: may },
}));

function forbid(name, because, from, to) {
  return { name, comment: because, severity: "error", from, to };
}

export default {
  forbidden: [
    ...layerRules,
    forbid("no-circular", "Two modules that need each other are one module, or hide a third.", {}, { circular: true }),
    forbid(
      "no-unknown-import",
      "An import that resolves to nothing fails only on the machine where it runs.",
      {},
      { couldNotResolve: true, pathNot: ["^vite/client$", "[?](raw|url|worker)$"] },
    ),
    forbid(
      "nobody-imports-a-root",
      "index and cli build, wire and start. Whoever imports one starts it.",
      {},
      { path: "^src/main/(index|cli)[.]" },
    ),
    forbid(
      "electron-only-at-the-edge",
      "The core runs without Electron: in tests, on the command line, in workers.",
      { path: "^src/", pathNot: ["^src/main/(app|ipc)/", "^src/main/index[.]", "^src/preload/"] },
      { path: ELECTRON },
    ),
    forbid(
      "disk-only-in-system",
      "Every touch of the disk goes through one interface, so that tests can fail or crash any of them.",
      { path: "^src/", pathNot: ["^src/main/system/", "^src/main/(index|cli)[.]"] },
      { path: DISK },
    ),
    forbid(
      "sqlite-only-in-catalog-and-gate",
      "SQLite answers queries (catalog) and holds the kernel gate; nothing else may depend on a database.",
      { path: "^src/", pathNot: ["^src/main/catalog/", "^src/main/store/kernel-gate[.]"] },
      { path: "^(node:)?sqlite$" },
    ),
    forbid(
      "processes-only-in-system",
      "Another program is the outside world: it is started in src/main/system and nowhere else.",
      { path: "^src/", pathNot: ["^src/main/system/"] },
      { path: "^(node:)?(child_process|cluster)$" },
    ),
    forbid("no-network", "No network is ever needed, so none can be reached.", { path: "^src/" }, { path: NETWORK }),
    forbid(
      "no-node-outside-main",
      "Shared code, preload and window run where Node is not.",
      { path: "^src/(shared|preload|renderer)/" },
      { dependencyTypes: ["core"] },
    ),
    forbid(
      "writing-is-the-stores-own",
      "Readers see the store through its interface, ledger and layout; how bytes are written is its own business.",
      { path: "^src/main/(?!store/)", pathNot: ["^src/main/system/"] },
      {
        path: "^src/main/store/(apply-|commit-|durable-|epoch-|journal-|kernel-|ledger-writer|ledger-tail|owner-|signing-|store-lock)",
      },
    ),
    forbid(
      "shared-stands-on-zod",
      "What two processes share must load in both: zod does, the rest is not promised.",
      { path: "^src/shared/" },
      { path: NODE_MODULES, pathNot: "node_modules/zod/" },
    ),
    forbid(
      "channel-names-import-nothing",
      "The preload is built from this file alone; an import here ends in a sandbox that cannot load it.",
      { path: "^src/shared/ipc/channel-names[.]" },
      { path: "." },
    ),
    forbid(
      "preload-has-no-packages",
      "A sandboxed preload loads electron and nothing else.",
      { path: "^src/preload/" },
      { path: NODE_MODULES, pathNot: ELECTRON },
    ),
    forbid(
      "main-ships-what-it-imports",
      "Main is not bundled with its packages: what it imports must be a dependency, or the installed app lacks it.",
      { path: "^src/main/" },
      { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], pathNot: ELECTRON },
    ),
    forbid(
      "src-never-imports-tests",
      "What is shipped does not contain what tests it.",
      { path: "^src/" },
      { path: "^(test|scripts|bin)/" },
    ),
  ],
  options: {
    doNotFollow: { path: NODE_MODULES },
    enhancedResolveOptions: { conditionNames: ["import", "node", "default"], exportsFields: ["exports"] },
  },
};
