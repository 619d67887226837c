/** The addresses of scripts: the page's policy lets no text become one, but for that of the page's own worker. */

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(): string }): { createScriptURL(input: string): string };
}

/** The address as the browser asks for it. Once a page: its policy knows one worker. */
export const scriptAddress = (address: string): string => {
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  return types?.createPolicy("plenary-worker", { createScriptURL: () => address }).createScriptURL("") ?? address;
};
