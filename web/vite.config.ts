import { readdirSync, readFileSync } from "node:fs";

import { defineConfig, type Plugin } from "vite";

/**
 * One build per entry, into web/dist/NAME.js and web/dist/NAME.css: the server puts both into the page itself, so
 * nothing that a first load needs may end up in a chunk shared with another entry.
 */
const ENTRIES: Record<string, string> = {
  participant: "src/participant/main.tsx",
  projector: "src/projector/main.tsx",
  moderator: "src/moderator/main.tsx",
  steward: "src/steward/main.tsx",
  report: "src/report/main.tsx",
  components: "src/components/main.ts",
  worker: "src/worker/worker.ts",
};

/** Where the server serves web/dist. */
const BASE = "/static/";

/** What `npm run dev` leaves to a running server (`plenary serve` or `plenary demo`). */
const SERVER = "http://127.0.0.1:8000";

const environment = (name: string, input: string) => ({
  consumer: "client" as const,
  build: {
    emptyOutDir: false, // the hook that starts the build has emptied it; all builds share it
    cssCodeSplit: true, // a lazy chunk's style comes with it: see styleInLazyChunks
    // The page names no preloads, and the helper that Vite adds for them is half a kilobyte of every entry.
    modulePreload: false as const,
    rolldownOptions: {
      input: { [name]: input },
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "[name]-[hash].js",
        assetFileNames: (asset: { names: string[] }) =>
          asset.names.includes(`${name}.css`) ? `${name}.css` : "[name]-[hash][extname]",
      },
    },
  },
});

/**
 * Lazy chunks by absolute address. The entry stands inline in a page such as /e/CODE, where "./ar-….js" would mean
 * /e/ar-….js.
 */
const absoluteImports = (): Plugin => ({
  name: "plenary:absolute-imports",
  apply: "build",
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== "chunk") continue;
      for (const lazy of chunk.dynamicImports) {
        const file = lazy.slice(lazy.lastIndexOf("/") + 1);
        chunk.code = chunk.code.replaceAll(`./${file}`, `${BASE}${file}`);
      }
    }
  },
});

/**
 * What a lazy chunk shares with its entry it takes from `globalThis.plenary`. The entry stands inline, and an inline
 * module cannot be imported: the chunk would fetch, and start, the whole page a second time. Exports are handed over
 * as they are once the entry has run.
 */
const sharedWithInlineEntry = (): Plugin => ({
  name: "plenary:shared-with-inline-entry",
  apply: "build",
  applyToEnvironment: ({ name }) => name !== "components", // whose entry only fetches, and starts nothing twice
  generateBundle(_options, bundle) {
    const pairs = (names: string) =>
      names
        .split(",")
        .map((name) => name.trim().split(" as "))
        .map(([inner = "", outer = inner]) => [inner, outer]);
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== "chunk") continue;
      if (chunk.isEntry) {
        chunk.code = chunk.code.replace(/export\s*\{([^}]+)\};?\s*$/, (_, names: string) => {
          const shared = pairs(names).map(([inner, outer]) => `${outer}:${inner}`);
          return `globalThis.plenary={${shared.join()}};`;
        });
      } else {
        chunk.code = chunk.code.replace(/import\s*\{([^}]+)\}\s*from\s*["'`][^"'`]*["'`];?/g, (_, names: string) => {
          const shared = pairs(names).map(([outer, inner]) => `${outer}:${inner}`);
          return `const{${shared.join()}}=globalThis.plenary;`;
        });
      }
      if (chunk.imports.length > 0 && /^import\b[^(]/m.test(chunk.code)) this.error(`${chunk.fileName} imports its entry`);
    }
  },
});

/**
 * A lazy chunk brings its style along and puts it on the page itself: a style sheet of its own would be one more request,
 * and the page's policy lets no foreign style element in.
 */
const styleInLazyChunks = (): Plugin => ({
  name: "plenary:style-in-lazy-chunks",
  apply: "build",
  enforce: "post",
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== "chunk" || chunk.isEntry) continue;
      for (const file of chunk.viteMetadata?.importedCss ?? []) {
        const sheet = bundle[file];
        if (sheet?.type !== "asset") continue;
        const css = typeof sheet.source === "string" ? sheet.source : new TextDecoder().decode(sheet.source);
        chunk.code +=
          `const plenaryStyle=new CSSStyleSheet;plenaryStyle.replaceSync(${JSON.stringify(css.trim())});` +
          "document.adoptedStyleSheets=[...document.adoptedStyleSheets,plenaryStyle];";
        delete bundle[file];
      }
    }
  },
});

/**
 * The words that the server itself needs, from the catalogues: for each language those of a first card, which it writes
 * into the page, and those of the pages without script.
 */
const wordsForServer = (): Plugin => ({
  name: "plenary:words-for-server",
  apply: "build",
  generateBundle() {
    if (this.environment.name !== "participant") return;
    for (const [file, parts] of Object.entries({ "words-first.json": FIRST, "words-plain.json": PLAIN, "words-prove.json": PROVE })) {
      const words = Object.fromEntries(
        LANGUAGES.map((language) => [
          language,
          Object.assign({}, ...parts.map((part) => catalogue(part, language))) as Record<string, string>,
        ]),
      );
      if (parts === FIRST)
        for (const perLanguage of Object.values(words))
          for (const key of Object.keys(perLanguage)) if (isForLater(key)) delete perLanguage[key];
      this.emitFile({ type: "asset", fileName: file, source: JSON.stringify(words) });
    }
  },
});

const FIRST = ["common", "participant"];
/**
 * Words that nobody can need before the later parts or the server's answer are there, and the rest of the language's words
 * with them; or that only explain, and are asked for as `more`.
 */
const isForLater = (key: string): boolean =>
  /^(refused\.(?!other)|closed\.|vote\.refused|pass\.|write\.sent|prompt\.(opened|closed|choose|number)|link\.(back|away|closed)|reload|card\.keys|now\.(closed|seen)-more)/.test(key);
const PLAIN = ["common", "participant", "later", "own", "plain", "level", "reasons"];
const PROVE = ["common", "prove"];
const TEXTS = new URL("./src/text/", import.meta.url);
const LANGUAGES = readdirSync(TEXTS)
  .map((file) => /^common\.(\w+)\.json$/.exec(file)?.[1])
  .filter((language) => language !== undefined);

const catalogue = (part: string, language: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`${part}.${language}.json`, TEXTS), "utf8")) as Record<string, string>;

/** In place of Vite's helper that looks for preloads before each import: there are none, and it is half a kilobyte. */
const withoutPreloads = (): Plugin => ({
  name: "plenary:without-preloads",
  apply: "build",
  enforce: "pre",
  load: (id) => (id.includes("vite/preload-helper") ? "export const __vitePreload = (load) => load();" : undefined),
});

/** In development: the pages' addresses, each with its entry. (In production the server writes these pages.) */
const developmentPages = (): Plugin => ({
  name: "plenary:development-pages",
  configureServer(server) {
    const page = /^\/e\/[^/?]+(?:\/(screen|desk|report))?\/?(?:\?.*)?$/;
    server.middlewares.use(async (request, response, next) => {
      const found = page.exec(request.originalUrl ?? "");
      const isComponents = /^\/dev\/components\/?(?:\?.*)?$/.test(request.originalUrl ?? "");
      if (!found && !isComponents) return next();
      const name = { screen: "projector", desk: "moderator", report: "report" }[found?.[1] ?? ""] ?? "participant";
      const entry = ENTRIES[isComponents ? "components" : name];
      const html =
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
        `<title>Plenary</title><div id="app"></div><script type="module" src="/${entry}"></script></html>`;
      response.setHeader("content-type", "text/html");
      response.end(await server.transformIndexHtml(request.originalUrl ?? "/", html));
    });
  },
});

export default defineConfig({
  base: BASE,
  publicDir: false,
  plugins: [
    withoutPreloads(),
    absoluteImports(),
    sharedWithInlineEntry(),
    styleInLazyChunks(),
    wordsForServer(),
    developmentPages(),
  ],
  environments: Object.fromEntries(Object.entries(ENTRIES).map(([name, input]) => [name, environment(name, input)])),
  // Beside everything else that pages fetch: the server serves one flat folder.
  worker: { format: "es", rolldownOptions: { output: { entryFileNames: "[name]-[hash].js" } } },
  builder: {
    buildApp: async (builder) => {
      for (const name of Object.keys(ENTRIES)) {
        const entry = builder.environments[name];
        if (entry) await builder.build(entry);
      }
    },
  },
  server: {
    proxy: {
      "/api": SERVER,
      "/ws": { target: SERVER, ws: true },
    },
  },
});
