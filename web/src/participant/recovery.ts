import type { Ask } from "../link/outbox";
import type { Own, View } from "../view/view";
import type { You } from "../wire/messages";

/**
 * What the phone must say again because the server no longer holds it, or holds an earlier word. That happens where a
 * server came back from an older copy of its data: a counted vote is never lost otherwise. With its receipt a vote is
 * said as it was, and counts whatever has closed since. Votes that the server holds stand as it says, but for those
 * that were taken back. An own statement goes before the votes, one of which may be on it.
 */
export const lostBy = (you: You, held: Own, view: View, language: string): readonly Ask[] => {
  const known = new Map([...(you.votes ?? []), ...(you.withdrawn ?? [])].map((word) => [word.statement, word.op]));
  const join: Ask[] =
    you.mode === undefined && held.mode !== undefined
      ? [{ kind: "join", mode: held.mode, language, ...(held.venue !== undefined && { venue: held.venue }) }]
      : [];
  const statements = new Set((you.statements ?? []).map(({ id }) => id));
  const offered = Object.entries(held.offered ?? {}).flatMap(([id, submit]) => (statements.has(id) ? [] : [submit]));
  const votes = [...held.votes]
    .filter(([statement, { choice, op, receipt }]) => {
      const there = known.get(statement);
      if (!choice) return receipt && there && there < (op ?? 0);
      return receipt ? (there ?? 0) < (op ?? 0) : there === undefined && canVoteOn(view, statement);
    })
    .map(([statement, { choice, reason, op, receipt }]): Ask => ({
      ...(choice ? { kind: "vote", choice } : { kind: "withdraw-vote" }),
      statement,
      ...(reason && { reason }),
      ...(op && receipt && { op, receipt }),
    }));
  return [...join, ...offered, ...votes];
};

/** Whether the rules would count a vote on the statement now, as far as the phone knows. */
export const canVoteOn = (view: View, statement: string): boolean => {
  const prompt = view.prompts.get(view.statements.get(statement)?.prompt ?? "");
  return prompt?.phase === "open" && prompt.vote;
};
