import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, resolve, sep } from "node:path";

/** What is served: content by its path, or whole folders by the beginning of theirs, "/ort/". */
export interface Site {
  readonly pages: Readonly<Record<string, string | Uint8Array>>;
  readonly folders: Readonly<Record<string, string>>;
}

export interface Server {
  readonly url: string;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  "": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

// Cross-origin isolation, without which a browser gives WASM no threads.
const isolation = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

/** Serves a site on a free port of 127.0.0.1, isolated from other origins. */
export async function serve({ pages, folders }: Site): Promise<Server> {
  const contentOf = async (path: string): Promise<string | Uint8Array | undefined> => {
    if (pages[path] !== undefined) return pages[path];
    const [prefix, folder] = Object.entries(folders).find(([each]) => path.startsWith(each)) ?? [];
    if (prefix === undefined || folder === undefined) return undefined;
    const file = join(folder, path.slice(prefix.length));
    return resolve(file).startsWith(resolve(folder) + sep) ? readFile(file).catch(() => undefined) : undefined;
  };
  const server = createServer(async ({ url = "/" }, response) => {
    const path = new URL(url, "http://localhost").pathname;
    const content = await contentOf(path);
    const type = types[extname(path)] ?? "application/octet-stream";
    response.writeHead(content === undefined ? 404 : 200, { "Content-Type": type, ...isolation }).end(content);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
