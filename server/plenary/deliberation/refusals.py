"""Why the rules say no. A refusal's `code` is stable: clients act on it and word it for people."""

from typing import ClassVar


class Refusal(Exception):
    """The rules do not allow what was asked. Nothing has changed and the asker stays connected."""

    code: ClassVar[str]


class NotAllowed(Refusal):
    """The role of the asker does not include this."""

    code = "not-allowed"


class EventArchived(Refusal):
    """Anything, in an event that is read from its archive."""

    code = "event-archived"


class NotJoined(Refusal):
    """Voting or submitting before having joined."""

    code = "not-joined"


class Erased(Refusal):
    """Something of a participant who had themselves erased: nothing of theirs is counted any more."""

    code = "erased"


class VenueUnknown(Refusal):
    """Joining from a place that the event does not have, or in the room without saying which."""

    code = "venue-unknown"


class PromptUnknown(Refusal):
    """No prompt has this id."""

    code = "prompt-unknown"


class PromptExists(Refusal):
    """Drafting under an id that another prompt has."""

    code = "prompt-exists"


class PromptNotOpen(Refusal):
    """Voting or submitting under a prompt that is a draft or closed."""

    code = "prompt-not-open"


class VotingOff(Refusal):
    """The prompt is open, but voting is switched off."""

    code = "voting-off"


class SubmittingOff(Refusal):
    """The prompt is open, but submitting is switched off."""

    code = "submitting-off"


class PromptNotDraft(Refusal):
    """Moving a prompt that has been opened: people know it by its place."""

    code = "prompt-not-draft"


class PlanDisordered(Refusal):
    """Closing before opening, or voting before submitting."""

    code = "plan-disordered"


class AnnouncementUnknown(Refusal):
    """No announcement has this id."""

    code = "announcement-unknown"


class ItemUnknown(Refusal):
    """No programme item has this id."""

    code = "item-unknown"


class TooManyItems(Refusal):
    """There are as many programme items as an event can have."""

    code = "too-many-items"


class AnnouncementToNobody(Refusal):
    """An announcement for neither phones nor projectors."""

    code = "announcement-to-nobody"


class AnnouncementWithoutEnd(Refusal):
    """An announcement that holds the phones and says no time for letting them go."""

    code = "announcement-without-end"


class StatementUnknown(Refusal):
    """No statement has this id."""

    code = "statement-unknown"


class StatementNotShown(Refusal):
    """Voting on, or staging, a statement that no moderator has let through."""

    code = "statement-not-shown"


class StatementTwice(Refusal):
    """The same words already stand under this prompt."""

    code = "statement-twice"


class MergeAcrossPrompts(Refusal):
    """Merging statements that answer different prompts."""

    code = "merge-across-prompts"


class MergeCircular(Refusal):
    """Merging a statement into itself, be it by way of others."""

    code = "merge-circular"


class StatementSeen(Refusal):
    """Rewording a statement that people have been shown, under a prompt that was opened: they may have voted on it."""

    code = "statement-seen"


class TextEmpty(Refusal):
    """Nothing readable is left of the text."""

    code = "text-empty"


class TextTooLong(Refusal):
    """More characters than the event allows."""

    code = "text-too-long"


class TooManyStatements(Refusal):
    """The participant has enough statements waiting for moderation."""

    code = "too-many-statements"


class TooManyWords(Refusal):
    """The event's list of words to look at twice is full."""

    code = "too-many-words"


class QueueFull(Refusal):
    """So many statements of all wait for moderation that no more are taken for now."""

    code = "queue-full"


class DecisionSuperseded(Refusal):
    """Undoing a decision that is no longer the latest on its statement."""

    code = "decision-superseded"


class SceneIncomplete(Refusal):
    """The scene needs a prompt or a statement that was not named."""

    code = "scene-incomplete"


class GrantOwn(Refusal):
    """Revoking the role link that one is using: somebody must be left who can make the next."""

    code = "grant-own"


class TooManyGrants(Refusal):
    """The event has as many role links as it can have."""

    code = "too-many-grants"


class BallotEntered(Refusal):
    """A paper ballot of this number was entered before, with other answers."""

    code = "ballot-entered"


class TranslationNeedless(Refusal):
    """Translating a statement into the language that it is written in, or taking back a translation that is none."""

    code = "translation-needless"


class TranslationSuperseded(Refusal):
    """Somebody has given or corrected this translation in the meantime."""

    code = "translation-superseded"


class ReportSuperseded(Refusal):
    """Another version of the report has been kept in the meantime."""

    code = "report-superseded"


class AnalysisExists(Refusal):
    """Another analysis has this id."""

    code = "analysis-exists"


class TooManyAnalyses(Refusal):
    """As many analyses are named as a report has room for."""

    code = "too-many-analyses"


class Banned(Refusal):
    """A moderator has banned the participant: they may read."""

    code = "banned"


class AuthorUnknown(Refusal):
    """The organisers' own statements have no author who could be banned."""

    code = "author-unknown"


class LevelFixed(Refusal):
    """A prompt has been opened: what votes ask for stays as it is."""

    code = "level-fixed"


class ProofMissing(Refusal):
    """The event asks for a proof that this participant has not shown. They may read."""

    code = "proof-missing"


class GrantUnknown(Refusal):
    """No role link has this id."""

    code = "grant-unknown"


class CodeMalformed(Refusal):
    """An event's code is 3 to 24 capital letters, digits and hyphens."""

    code = "code-malformed"
