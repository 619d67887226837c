// Written from server/plenary/wire by `python -m plenary.wire`. Do not edit.

export const SUBPROTOCOL = "plenary.v1.msgpack";
export const FRAME_LIMIT_BYTES = 4096;

export type Role = "participant" | "projector" | "moderator" | "organiser" | "stage" | "steward" | "observer" | "interpreter";

/** A place in an event's programme: `number` counts facts, and a new `epoch` means that counting began anew. */
export interface Place {
  epoch: string;
  number: number;
}

/** Always first, within 10 seconds. `role` is whom the page is for; a desk says `moderator`, and is told its link's own role in `welcome`. `key` is the phone's own secret or that of a role link; null on a page that has exchanged its secret for a cookie. `device` names the device for its operations; `since` is the last place seen, to get only what came later. */
export interface Hello {
  kind: "hello";
  role: Role;
  key: string | null;
  device: string;
  since?: Place;
}

export type Mode = "in-room" | "remote";

/** Take part, from a venue or from far away. Said again, it moves the participant. */
export interface Join {
  kind: "join";
  op: number;
  mode: Mode;
  language: string;
  venue?: string;
}

export type Choice = "agree" | "disagree" | "pass";

export type PassReason = "unsure" | "unclear" | "not-for-me";

/** In which translation a statement was read, by its language and version. */
export interface Reading {
  language: string;
  version: number;
}

/** Answer a statement, or change the answer. Of a participant's votes on a statement the highest `op` counts. A pass may say why. `reading` says in which translation it was read; without it, in the original. `receipt`: what `counted` brought for this very vote, which `you` no longer has: with it the vote counts again whatever has closed since. */
export interface Vote {
  kind: "vote";
  op: number;
  statement: string;
  choice: Choice;
  reason?: PassReason;
  reading?: Reading;
  receipt?: string;
}

/** Take one's vote on a statement back: none with a lower `op` counts any more. Allowed where voting is. `receipt`: as a vote's, where `you` has the vote again. */
export interface WithdrawVote {
  kind: "withdraw-vote";
  op: number;
  statement: string;
  receipt?: string;
}

/** Offer a statement of one's own. `receipt`: what `counted` brought for this very statement, which `you` no longer has: with it the statement is there again whatever has closed since, and waits for a moderator. */
export interface Submit {
  kind: "submit";
  op: number;
  prompt: string;
  text: string;
  language: string;
  receipt?: string;
}

/** Have the server forget who one is: votes stay counted, as somebody's; statements that people have seen stay, as nobody's; those that nobody has seen go. Nothing of this participant is counted afterwards. It cannot be undone. */
export interface EraseMe {
  kind: "erase-me";
  op: number;
}

/** Add a prompt; nobody but moderators sees it until it is opened. */
export interface DraftPrompt {
  kind: "draft-prompt";
  op: number;
  text: string;
}

export interface RewordPrompt {
  kind: "reword-prompt";
  op: number;
  prompt: string;
  text: string;
}

export interface OpenPrompt {
  kind: "open-prompt";
  op: number;
  prompt: string;
}

export interface ClosePrompt {
  kind: "close-prompt";
  op: number;
  prompt: string;
}

/** Say what an open prompt lets participants do. */
export interface SetSwitches {
  kind: "set-switches";
  op: number;
  prompt: string;
  submit: boolean;
  vote: boolean;
  results: boolean;
}

/** Say whether statements under a prompt wait until a moderator shows them. */
export interface SetPremoderation {
  kind: "set-premoderation";
  op: number;
  prompt: string;
  premoderated: boolean;
}

/** Put a draft before another one in the run of show; without `before`, last. */
export interface MovePrompt {
  kind: "move-prompt";
  op: number;
  prompt: string;
  before?: string;
}

/** Say when a prompt opens, stops taking statements, and closes by itself (ms since 1970). What is left out is not planned. */
export interface PlanPrompt {
  kind: "plan-prompt";
  op: number;
  prompt: string;
  opens_ms?: number;
  submit_closes_ms?: number;
  closes_ms?: number;
}

/** Give or correct a prompt's text in another language than the event's; `version` as in `translate`. */
export interface TranslatePrompt {
  kind: "translate-prompt";
  op: number;
  prompt: string;
  language: string;
  text: string;
  version: number;
}

/** Add a statement of the organisers; it is shown at once. */
export interface Seed {
  kind: "seed";
  op: number;
  prompt: string;
  text: string;
  language: string;
}

/** Let a statement through. */
export interface Show {
  kind: "show";
  op: number;
  statement: string;
}

export type RejectionReason = "twice" | "not-a-statement" | "off-topic" | "personal-attack";

/** Keep a statement from being shown. Its author reads why: `because` in their own language, `reason` as it was written. */
export interface Reject {
  kind: "reject";
  op: number;
  statement: string;
  reason?: string;
  because?: RejectionReason;
}

/** Take back decision number `decision` on a statement; refused if another came after it. */
export interface Undo {
  kind: "undo";
  op: number;
  statement: string;
  decision: number;
}

/** Make a statement another wording of one that is shown: one card, and the votes on each wording stay its own. */
export interface Merge {
  kind: "merge";
  op: number;
  statement: string;
  into: string;
}

/** Mend the words of a statement that nobody but desks has been shown yet. */
export interface RewordStatement {
  kind: "reword-statement";
  op: number;
  statement: string;
  text: string;
}

/** Give or correct a statement's text in another language. `version` is the number that this text gets: one more than the last that the translator saw, 1 for the first. An empty text takes the translation back. */
export interface Translate {
  kind: "translate";
  op: number;
  statement: string;
  language: string;
  text: string;
  version: number;
}

/** Let whoever wrote the statement vote and write no more; the reason is for the other moderators. What they voted before still counts. Nobody is told who it is. */
export interface Ban {
  kind: "ban";
  op: number;
  statement: string;
  reason?: string;
}

/** Take back the ban over that statement. */
export interface LiftBan {
  kind: "lift-ban";
  op: number;
  statement: string;
}

export type Scene = "join" | "lobby" | "prompt" | "map" | "joint" | "statement" | "common-ground" | "fault-lines" | "discuss" | "slate" | "changed" | "venues" | "replay" | "thanks";

/** Say what the projectors show. Frozen, they keep their picture while votes flow on; `until_ms` is what the lobby counts down to (ms since 1970). */
export interface SetStage {
  kind: "set-stage";
  op: number;
  scene: Scene;
  prompt?: string;
  statement?: string;
  frozen?: boolean;
  until_ms?: number;
}

export type Level = "device" | "ticket" | "email" | "sign-in";

/** Say what votes ask for (organisers, before the first prompt opens). */
export interface SetLevel {
  kind: "set-level";
  op: number;
  level: Level;
}

/** Flag waiting statements that have this word, or these words in a row (organisers). */
export interface ListWord {
  kind: "list-word";
  op: number;
  word: string;
}

/** Take a word off the event's list (organisers). */
export interface UnlistWord {
  kind: "unlist-word";
  op: number;
  word: string;
}

/** Tell phones, projectors or both, until a time (ms since 1970) or until it is withdrawn. It takes the place of the announcement before. With `holds_phones` phones show nothing else until then; such a one needs a time. */
export interface Announce {
  kind: "announce";
  op: number;
  text: string;
  on_phones?: boolean;
  on_screens?: boolean;
  until_ms?: number;
  holds_phones?: boolean;
}

/** Take an announcement away. */
export interface Withdraw {
  kind: "withdraw";
  op: number;
  announcement: string;
}

/** Note that a programme item begins, such as a talk or a break; the one before ends with it. */
export interface BeginItem {
  kind: "begin-item";
  op: number;
  title: string;
}

/** Note that the programme item is over. */
export interface EndItem {
  kind: "end-item";
  op: number;
  item: string;
}

/** Make a role link. `secret` opens it: the asker has made it, 128 random bits, and only its digest is kept. `expires_ms`: from then on it opens nothing (ms since 1970); `venue`: where a steward's paper ballots come from. */
export interface MakeLink {
  kind: "make-link";
  op: number;
  role: Role;
  secret: string;
  label?: string;
  expires_ms?: number;
  venue?: string;
}

/** Make a role link useless; whoever is connected with it is sent away at once. */
export interface RevokeLink {
  kind: "revoke-link";
  op: number;
  link: string;
}

/** One answer on a paper ballot. */
export interface PaperVote {
  statement: string;
  choice: Choice;
}

/** Enter somebody's paper ballot, known by the number on the paper. One that was entered before with other answers is refused (`ballot-entered`) unless `again` says that it is to be corrected; with `whole` too, what it answered before and leaves blank now is taken back. */
export interface EnterBallot {
  kind: "enter-ballot";
  op: number;
  ballot: string;
  language: string;
  votes: readonly PaperVote[];
  venue?: string;
  again?: boolean;
  whole?: boolean;
}

/** Tell the other moderators which statement one is on, or that one is on none; it lasts a minute, and nothing but the next pulse answers it. A statement that another is on stays theirs unless `take_over`. */
export interface Claim {
  kind: "claim";
  name?: string;
  statement?: string;
  take_over?: boolean;
}

/** Asks for a pong: browsers cannot see the protocol's own pings. */
export interface Ping {
  kind: "ping";
}

/** Answers `hello`. `now` is the server's clock in milliseconds since 1970; `op` is the highest operation counter that the participant has used: the device goes on above it. `role` is that of the link that the client has, and `venue` the one that a steward's is for. `window_s`: should the connection break without a word, the device comes back after a random part of so many seconds. */
export interface Welcome {
  kind: "welcome";
  role: Role;
  version: string;
  now: number;
  op?: number;
  venue?: string;
  window_s?: number;
}

/** A place where people of the event sit together. */
export interface Venue {
  id: string;
  name: string;
}

/** A short message of the moderators to everybody's phones, to the projectors, or to both. until_ms: when it has had its time, in milliseconds since 1970; None for when it is withdrawn. holds_phones: phones show nothing else until then; such a one has a time, since a phone may miss its withdrawal. */
export interface Announcement {
  id: string;
  text: string;
  on_phones: boolean;
  on_screens: boolean;
  until_ms: number | null;
  holds_phones: boolean;
}

/** The newest version of the report, and the ends of the log's two chains of hashes as it states them. */
export interface ReportView {
  number: number;
  programme_head: string;
  ballots_head: string;
}

/** A programme item. `goes_on`: it has begun and not ended. */
export interface ItemView {
  id: string;
  title: string;
  goes_on: boolean;
}

export interface EventView {
  code: string;
  title: string;
  language: string;
  venues: readonly Venue[];
  premoderated: boolean;
  statement_limit: number;
  opens_ms: number | null;
  announcement: Announcement | null;
  report: ReportView | null;
  rehearsal: boolean;
  archive: boolean;
  level: Level;
  words: readonly string[];
  items: readonly ItemView[];
}

/** What the projectors show; a frozen one keeps its picture while votes flow on. until_ms: what the lobby counts down to, in milliseconds since 1970; None where it counts nothing down. */
export interface Stage {
  scene: Scene;
  prompt: string | null;
  statement: string | null;
  frozen: boolean;
  until_ms: number | null;
}

export type Phase = "draft" | "open" | "closed";

/** What is to happen to a prompt by itself, and when: milliseconds since 1970, None for never. Submitting closes before voting does, so that the last statements still get their votes. */
export interface Plan {
  opens_ms: number | null;
  submit_closes_ms: number | null;
  closes_ms: number | null;
}

/** A prompt or statement in another language. `by_service`: no person has written or looked at this version. */
export interface TranslationView {
  language: string;
  text: string;
  version: number;
  by_service: boolean;
}

export interface PromptView {
  id: string;
  number: number;
  text: string;
  language: string;
  phase: Phase;
  submit: boolean;
  vote: boolean;
  results: boolean;
  premoderated: boolean;
  plan: Plan;
  translations: readonly TranslationView[];
}

export type Origin = "seed" | "participant";

export type Standing = "waiting" | "shown" | "rejected" | "merged";

export type Flag = "link" | "email" | "phone" | "profanity" | "office" | "listed";

/** A statement as an audience sees it. Nobody sees who wrote it. into: the statement on whose card this one is another wording; None where it has its own. `decisions` counts moderation's decisions so far; `because` and `reason` are the latest one's, `ban` why its author is banned over it (None: they are not), `flags` what to look at twice while it waits: moderators only. */
export interface StatementView {
  id: string;
  prompt: string;
  number: number;
  text: string;
  language: string;
  origin: Origin;
  standing: Standing;
  decisions: number;
  reason: string;
  translations: readonly TranslationView[];
  into: string | null;
  ban: string | null;
  flags: readonly Flag[];
  because: RejectionReason | null;
}

/** A role link as organisers see it; its secret is known to whoever was given it, and to nobody else. */
export interface LinkView {
  id: string;
  role: Role;
  label: string;
  expires_ms: number | null;
  venue: string | null;
  revoked: boolean;
}

/** All that the role may see, as of a place; it replaces whatever the client held. `links`: for organisers. */
export interface Snapshot {
  kind: "snapshot";
  place: Place;
  event: EventView;
  stage: Stage;
  prompts?: readonly PromptView[];
  statements?: readonly StatementView[];
  links?: readonly LinkView[];
}

/** What is new as of a place: put each view in place of the one held, forget the statements that are `gone`. */
export interface Changed {
  kind: "changed";
  place: Place;
  event?: EventView;
  stage?: Stage;
  prompts?: readonly PromptView[];
  statements?: readonly StatementView[];
  gone?: readonly string[];
  links?: readonly LinkView[];
}

/** A participant's last word on a statement. `op`: the counter of the operation that said it. */
export interface OwnVote {
  statement: string;
  choice: Choice;
  reason: PassReason | null;
  op: number;
}

/** What became of a participant's own statement; for its author only. because: why it is not shown, as a code; reason: what a moderator has said of it in their own words. */
export interface OwnStatement {
  id: string;
  prompt: string;
  text: string;
  standing: Standing;
  reason: string;
  because: RejectionReason | null;
}

/** That a participant has taken their vote on a statement back. `op`: the counter of the operation that did. */
export interface OwnWithdrawal {
  statement: string;
  op: number;
}

/** What the server holds of the participant themselves; `mode` is absent before the first `join`. `unproven`: the event asks for a proof that this device has not shown, so its owner may read and not vote (`/e/CODE/prove`). `withdrawn`: the votes that were taken back, so that a device which holds one still does not offer it again. */
export interface You {
  kind: "you";
  participant: string;
  mode?: Mode;
  venue?: string;
  votes?: readonly OwnVote[];
  statements?: readonly OwnStatement[];
  unproven?: boolean;
  withdrawn?: readonly OwnWithdrawal[];
}

/** How one of the participant's own statements stands now. */
export interface Fate {
  kind: "fate";
  statement: OwnStatement;
}

/** The request of that `op` is done, on disk, and will not be forgotten. For a vote that stands, or is taken back, `receipt` is worth keeping: a device that later finds it missing in `you`, or an older word in its place (by `op`), offers it again as it was, with its receipt. So for an own statement, which `you` calls `statement`. */
export interface Counted {
  kind: "counted";
  op: number;
  receipt?: string;
  statement?: string;
}

/** The rules do not allow the request of that `op`. `code` is stable; asking again changes nothing by itself, except where `again_ms` says after how long: then (`too-fast`) the request was not looked at yet. */
export interface Refused {
  kind: "refused";
  op: number;
  code: string;
  again_ms?: number;
}

/** Dots, packed: `places` two little-endian unsigned 16-bit numbers a dot (32,768 is the middle), `groups` a byte a dot (the opinion group's place in the list, 255 for none, 254 where nobody stands any more: whoever did has taken all their votes back, and the dot is neither drawn nor counted). */
export interface DotPlaces {
  places: Uint8Array;
  groups: Uint8Array;
}

/** People who vote alike. `x` and `y` are its centre, in the units of `Dots.places`. */
export interface OpinionGroup {
  label: string;
  size: number;
  x: number;
  y: number;
}

/** What the votes say of one statement, as a list. `counts`: how many agree, disagree, pass and gave another answer than those told, of everybody and then of each group, in the map's order. `consensus`, in thousandths: how far every group agrees, or, below 0, disagrees. `divisiveness`, in thousandths: how much of the difference in answers lies between the groups. To all but desks each count is of nobody or of k people at least, and moves when more than that have answered anew; what cannot be told so is 0, and `leanings` has for everybody and then each group `agree`, `disagree` or `mixed`, where most of them go, `few` for too few to say, and "" where it is told; empty where all is. Such a word is of answers as the lists count them, ballots that repeat one another once: where it stands beside counts, their larger side is the other one. */
export type Result = readonly [statement: string, counts: readonly number[], consensus: number, divisiveness: number, leanings: readonly string[]];

/** Why a statement deserves discussion. code: "passes" (share of the votes that are passes), "torn" (people contradict one another within their own groups: share on the smaller side), "venues" (`venue` judges it otherwise than the rest: size of the difference) or "undecided" (too few votes to tell whether it divides: width of the interval). */
export interface Reason {
  code: string;
  share: number;
  venue: string | null;
}

/** One of the few statements that together leave no large like-minded part of the people out. speaks_for: people who agree, or are expected to. newly: of them, those for whom no earlier entry speaks. */
export interface SlateEntry {
  statement: string;
  speaks_for: number;
  newly: number;
}

/** A statement that was judged otherwise in the last minutes than before. votes: cast in those minutes. before, after: shares that agree, 0-1. low, high: 80 % interval of the difference within opinion groups. */
export interface Shift {
  statement: string;
  votes: number;
  before: number;
  after: number;
  low: number;
  high: number;
}

/** A statement on which one venue differs from everybody else, beyond what chance and its mix of groups explain. share, others: who agree there and everywhere else, 0-1. difference: within opinion groups, -1 .. 1. */
export interface VenueGap {
  statement: string;
  venue: string;
  share: number;
  others: number;
  difference: number;
}

/** What the votes say of the statements. Participants get it once results are shown. In a `map-moved`, `results` holds only those that differ from the earlier frame's. `reasons`: one a statement of `discuss`; `slate`: the few that leave nobody out; `shifts`: what changed of late; `gaps`: where a venue differs. `told` reaches desks only, whose `results` have the counts as they are: it has the results that everybody else gets. */
export interface Findings {
  results?: readonly Result[];
  common_ground?: readonly string[];
  fault_lines?: readonly string[];
  discuss?: readonly string[];
  reasons?: readonly Reason[];
  representative?: readonly (readonly string[])[];
  slate?: readonly SlateEntry[];
  shifts?: readonly Shift[];
  gaps?: readonly VenueGap[];
  told?: readonly Result[];
}

/** What happened to an opinion group since the map before. kind: "born", "ended", "merged" or "split". other: the group it merged into or split from. */
export interface Happening {
  kind: string;
  group: string;
  other: string | null;
}

/** Ballots that are the same, or nearly: they weigh as one person in the map. A sign, not a proof; for desks only. people: how many. votes: on each. is_identical: whether all of them are exactly the same. */
export interface Brigade {
  people: number;
  votes: number;
  is_identical: boolean;
}

/** Who has voted from one place; for desks only. place: a venue or REMOTE; None for a room that is no venue. people: with a vote on the prompt; 0 where they are too few to be told, or would tell of another place. votes: theirs, the last on each statement. */
export interface Heard {
  place: string | null;
  people: number;
  votes: number;
}

/** The whole opinion map of a prompt. `frame` rises; `at` is when it was made (ms since 1970); `votes` how many votes it rests on; `notes` are codes for what is absent and why. `happenings` befell the groups since the map before; where no groups are clear, about `wanted` more votes would tell whether there are any (0: they would not); `is_cut`: the groups are a cut through a spectrum; `brigades` and `heard` reach desks only. */
export interface WholeMap {
  kind: "map";
  prompt: string;
  frame: number;
  at: number;
  votes: number;
  dots: DotPlaces;
  groups?: readonly OpinionGroup[];
  findings?: Findings;
  notes?: readonly string[];
  happenings?: readonly Happening[];
  wanted?: number;
  is_cut?: boolean;
  brigades?: readonly Brigade[];
  heard?: readonly Heard[];
}

/** The opinion map as a difference to frame `since`: only dots that moved, `which` of them (little-endian unsigned 32-bit numbers). A client that holds another frame ignores it: a whole map follows. */
export interface MapMoved {
  kind: "map-moved";
  prompt: string;
  frame: number;
  since: number;
  at: number;
  votes: number;
  which: Uint8Array;
  dots: DotPlaces;
  groups?: readonly OpinionGroup[];
  findings?: Findings;
  notes?: readonly string[];
  happenings?: readonly Happening[];
  wanted?: number;
  is_cut?: boolean;
  brigades?: readonly Brigade[];
  heard?: readonly Heard[];
}

/** Which dot of a prompt's map is the participant's own, and how sure its place is: told to nobody else. `reach` and `breadth` are the half-axes of the region that holds their place with 80 % (in the units of the dots' places, the longer first; 0 for unknown) and `turn` the longer one's angle in radians, from the first axis to the second. `likely` is the label of the group they most probably belong to, `chance` how probably; after about `votes_to_tell` more votes it will be told (0: it is told, or they stand between groups). Told anew as it changes. */
export interface Dot {
  kind: "dot";
  prompt: string;
  dot: number;
  reach?: number;
  breadth?: number;
  turn?: number;
  likely?: string;
  chance?: number;
  votes_to_tell?: number;
}

/** The statements of a prompt to show this participant next, the first one first; it replaces the list before. More come before it runs out. A client shows the first that it may (shown, without a vote of its owner), and after the last, or without a list, any other. */
export interface Next {
  kind: "next";
  prompt: string;
  statements?: readonly string[];
}

/** How many participants are connected from one place. */
export interface Present {
  mode: Mode;
  people: number;
  venue?: string;
}

/** A moderator at a desk, and the statement that they are on. `device` is the one of their hello; `colour` tells those present apart, from 0. */
export interface AtDesk {
  device: string;
  name: string;
  colour: number;
  statement?: string;
}

/** Of so many measured lately, half took no longer than `half_ms`, and 95 % no longer than `most_ms`. */
export interface Delay {
  half_ms: number;
  most_ms: number;
  measured: number;
}

/** What desks alone are told: who moderates, how long it takes from a counted vote to the map that contains it, how long saving takes, and whether it fails. */
export interface DeskPulse {
  moderators?: readonly AtDesk[];
  delay?: Delay;
  saving?: Delay;
  trouble?: boolean;
}

/** How lively the event is, for projectors and desks, at most once a second. `votes` counts all votes recorded so far, changes of mind included; `joined` everybody who ever joined; `now` is the server's clock. */
export interface Pulse {
  kind: "pulse";
  now: number;
  joined: number;
  votes: number;
  present?: readonly Present[];
  desk?: DeskPulse;
}

/** Answers `ping`. `window_s` is as in `welcome`, and takes its place: more people have come since, or gone. */
export interface Pong {
  kind: "pong";
  now: number;
  window_s?: number;
}

export type FromClient =
  | Hello
  | Join
  | Vote
  | WithdrawVote
  | Submit
  | EraseMe
  | DraftPrompt
  | RewordPrompt
  | OpenPrompt
  | ClosePrompt
  | SetSwitches
  | SetPremoderation
  | MovePrompt
  | PlanPrompt
  | TranslatePrompt
  | Seed
  | Show
  | Reject
  | Undo
  | Merge
  | RewordStatement
  | Translate
  | Ban
  | LiftBan
  | SetStage
  | SetLevel
  | ListWord
  | UnlistWord
  | Announce
  | Withdraw
  | BeginItem
  | EndItem
  | MakeLink
  | RevokeLink
  | EnterBallot
  | Claim
  | Ping;

export type ParticipantRequest =
  | Join
  | Vote
  | WithdrawVote
  | Submit
  | EraseMe;

export type ModeratorRequest =
  | DraftPrompt
  | RewordPrompt
  | OpenPrompt
  | ClosePrompt
  | SetSwitches
  | SetPremoderation
  | MovePrompt
  | PlanPrompt
  | TranslatePrompt
  | Seed
  | Show
  | Reject
  | Undo
  | Merge
  | RewordStatement
  | Translate
  | Ban
  | LiftBan
  | SetStage
  | SetLevel
  | ListWord
  | UnlistWord
  | Announce
  | Withdraw
  | BeginItem
  | EndItem
  | MakeLink
  | RevokeLink;

export type StewardRequest =
  | EnterBallot;

export type FromServer =
  | Welcome
  | Snapshot
  | Changed
  | You
  | Fate
  | Counted
  | Refused
  | WholeMap
  | MapMoved
  | Dot
  | Next
  | Pulse
  | Pong;

export const MAY_ASK: Readonly<Record<(ParticipantRequest | ModeratorRequest | StewardRequest)["kind"], readonly Role[]>> = {
  "join": ["participant"],
  "vote": ["participant"],
  "withdraw-vote": ["participant"],
  "submit": ["participant"],
  "erase-me": ["participant"],
  "draft-prompt": ["moderator", "organiser"],
  "reword-prompt": ["moderator", "organiser"],
  "open-prompt": ["moderator", "organiser"],
  "close-prompt": ["moderator", "organiser"],
  "set-switches": ["moderator", "organiser"],
  "seed": ["moderator", "organiser"],
  "show": ["moderator", "organiser"],
  "reject": ["moderator", "organiser"],
  "undo": ["moderator", "organiser"],
  "set-premoderation": ["moderator", "organiser"],
  "set-level": ["organiser"],
  "list-word": ["organiser"],
  "unlist-word": ["organiser"],
  "move-prompt": ["moderator", "organiser"],
  "plan-prompt": ["moderator", "organiser"],
  "translate-prompt": ["moderator", "organiser", "interpreter"],
  "announce": ["moderator", "organiser"],
  "withdraw": ["moderator", "organiser"],
  "begin-item": ["moderator", "organiser"],
  "end-item": ["moderator", "organiser"],
  "merge": ["moderator", "organiser"],
  "reword-statement": ["moderator", "organiser"],
  "ban": ["moderator", "organiser"],
  "lift-ban": ["moderator", "organiser"],
  "set-stage": ["moderator", "organiser", "stage"],
  "translate": ["moderator", "organiser", "interpreter"],
  "make-link": ["organiser"],
  "revoke-link": ["organiser"],
  "enter-ballot": ["organiser", "steward"],
};
