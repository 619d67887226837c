import { defineConfig, type Plugin } from "vite";

/**
 * One build per entry, into web/dist/NAME.js and web/dist/NAME.css: the server puts both into the page itself, so
 * nothing that a first load needs may end up in a chunk shared with another entry.
 */
const ENTRIES: Record<string, string> = {
  participant: "src/participant/main.tsx",
  projector: "src/projector/main.tsx",
  moderator: "src/moderator/main.tsx",
};

/** Where the server serves web/dist. */
const BASE = "/static/";

/** What `npm run dev` leaves to a running server (`plenary serve` or `plenary demo`). */
const SERVER = "http://127.0.0.1:8000";

const environment = (name: string, input: string) => ({
  consumer: "client" as const,
  build: {
    emptyOutDir: false, // the hook that starts the build has emptied it; three builds share it
    cssCodeSplit: false,
    // The page names no preloads, and the helper that Vite adds for them is half a kilobyte of every entry.
    modulePreload: false as const,
    rolldownOptions: {
      input: { [name]: input },
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "[name]-[hash].js",
        assetFileNames: (asset: { names: string[] }) =>
          asset.names.some((file) => file.endsWith(".css")) ? `${name}.css` : "[name]-[hash][extname]",
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
    const page = /^\/e\/[^/?]+(?:\/(screen|desk))?\/?(?:\?.*)?$/;
    server.middlewares.use(async (request, response, next) => {
      const found = page.exec(request.originalUrl ?? "");
      if (!found) return next();
      const entry = ENTRIES[{ screen: "projector", desk: "moderator" }[found[1] ?? ""] ?? "participant"];
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
  plugins: [withoutPreloads(), absoluteImports(), sharedWithInlineEntry(), developmentPages()],
  environments: Object.fromEntries(Object.entries(ENTRIES).map(([name, input]) => [name, environment(name, input)])),
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
