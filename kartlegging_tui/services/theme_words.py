"""The 13 themes of the national guideline, in words."""

from __future__ import annotations

from kartlegging_tui.domain.definition import Theme
from kartlegging_tui.language import N_, translate

THEMES = {
    Theme.FAMILY_AND_NETWORK: N_("Family and network"),
    Theme.WORK_AND_EDUCATION: N_("Work, school, education"),
    Theme.ECONOMY_AND_HOUSING: N_("Economy and housing"),
    Theme.HELP_AT_HOME: N_("Help and adaptation at home"),
    Theme.REHABILITATION: N_("Rehabilitation"),
    Theme.PHYSICAL_FUNCTION: N_("Physical activity and function"),
    Theme.NUTRITION: N_("Nutrition, food, meals"),
    Theme.OWN_HEALTH: N_("Taking care of one's health"),
    Theme.RESOURCES_AND_COPING: N_("Own resources, learning and coping"),
    Theme.LEISURE_AND_SOCIAL: N_("Leisure and social activities"),
    Theme.MENTAL_HEALTH: N_("Mental health"),
    Theme.SEXUAL_HEALTH: N_("Sexual health"),
    Theme.ORAL_HEALTH: N_("Oral health"),
}


def theme_words(theme: Theme, language: str) -> str:
    """What a theme is called in a language."""
    return translate(THEMES[theme], language)
