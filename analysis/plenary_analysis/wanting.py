"""How many more votes would tell whether there are groups, where none are clear yet."""

from plenary_analysis.opinion_map import Note, OpinionMap

# On average a person. In simulations of the pilot (108 people, 85 statements) two planted groups are found in nine of
# ten runs from here on; where nobody is grouped with more than that, more votes alone would not change it.
ENOUGH_A_PERSON = 10


def votes_wanted(found: OpinionMap) -> int:
    """About how many more votes would tell; 0 where there are groups, where it is told, or where people are too few."""
    if found.groups or Note.NO_CLEAR_GROUPS not in found.notes or Note.FEWER_THAN_7_PEOPLE in found.notes:
        return 0
    cast = sum(one.agree + one.disagree + one.passed for one in found.statements if one.counted)
    return max(0, ENOUGH_A_PERSON * len(found.participants) - cast)
