/** Whether somebody who reads `language` reads what is tagged so (BCP 47): `pt` reads `pt-BR`. */
export const isReadIn = (tag: string, language: string): boolean => tag.toLowerCase().split("-")[0] === language;
