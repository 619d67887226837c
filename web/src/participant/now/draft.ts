import type { PromptView } from "../../wire/messages";

/** Where the phone remembers a statement begun under the prompt (`Phone.recall`). */
export const draftOf = (prompt: Pick<PromptView, "id">): string => `draft/${prompt.id}`;
