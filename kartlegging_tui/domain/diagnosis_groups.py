"""Diagnoses in groups that a coordinator thinks in: breast, prostate, lung, bowel …

Source: ICD-10 (WHO, 2019), chapter II, neoplasms C00–D48: the blocks of the chapter, with the most frequent cancers of
the Norwegian population apart, as the Cancer Registry of Norway tells them (`Cancer in Norway`): among others breast
with its carcinoma in situ (D05), the brain with its benign tumours, blood with the D45–D47 that are treated as cancer.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache


class DiagnosisGroup(StrEnum):
    """Every code from A00 to Z99 is in exactly one. In the order in which they are shown."""

    BREAST = "breast"
    PROSTATE = "prostate"
    LUNG = "lung"
    BOWEL = "bowel"
    UPPER_DIGESTIVE = "upper_digestive"
    LIVER_PANCREAS = "liver_pancreas"
    GYNAECOLOGICAL = "gynaecological"
    BLADDER_KIDNEY = "bladder_kidney"
    MALE_GENITAL = "male_genital"
    """Other than the prostate."""
    SKIN = "skin"
    HEAD_NECK = "head_neck"
    BRAIN = "brain"
    THYROID = "thyroid"
    """With other endocrine glands."""
    LYMPHOMA = "lymphoma"
    BLOOD = "blood"
    """Leukaemia, myeloma and the like."""
    BONE_SOFT_TISSUE = "bone_soft_tissue"
    CHEST = "chest"
    """Heart, mediastinum, pleura; mesothelioma."""
    UNKNOWN_PRIMARY = "unknown_primary"
    """Ill-defined, secondary or unspecified sites; several primary sites."""
    IN_SITU_BENIGN = "in_situ_benign"
    """In situ, benign or of uncertain behaviour, where not in a group of its own."""
    OTHER = "other"
    """Anything that is not a neoplasm."""


RANGES: dict[DiagnosisGroup, tuple[tuple[str, str], ...]] = {
    DiagnosisGroup.BREAST: (("C50", "C50"), ("D05", "D05")),
    DiagnosisGroup.PROSTATE: (("C61", "C61"),),
    DiagnosisGroup.LUNG: (("C33", "C36"),),
    DiagnosisGroup.BOWEL: (("C18", "C21"),),
    DiagnosisGroup.UPPER_DIGESTIVE: (("C15", "C17"), ("C26", "C29")),
    DiagnosisGroup.LIVER_PANCREAS: (("C22", "C25"),),
    DiagnosisGroup.GYNAECOLOGICAL: (("C51", "C59"), ("D06", "D06")),
    DiagnosisGroup.BLADDER_KIDNEY: (("C64", "C68"),),
    DiagnosisGroup.MALE_GENITAL: (("C60", "C60"), ("C62", "C63")),
    DiagnosisGroup.SKIN: (("C43", "C44"), ("D03", "D04")),
    DiagnosisGroup.HEAD_NECK: (("C00", "C14"), ("C30", "C32")),
    DiagnosisGroup.BRAIN: (("C69", "C72"), ("D32", "D33"), ("D42", "D43")),
    DiagnosisGroup.THYROID: (("C73", "C75"), ("D44", "D44")),
    DiagnosisGroup.LYMPHOMA: (("C81", "C89"),),
    DiagnosisGroup.BLOOD: (("C90", "C96"), ("D45", "D47")),
    DiagnosisGroup.BONE_SOFT_TISSUE: (("C40", "C42"), ("C46", "C49")),
    DiagnosisGroup.CHEST: (("C37", "C39"), ("C45", "C45")),
    DiagnosisGroup.UNKNOWN_PRIMARY: (("C76", "C80"), ("C97", "C99")),
    DiagnosisGroup.IN_SITU_BENIGN: (("D00", "D02"), ("D07", "D31"), ("D34", "D41"), ("D48", "D49")),
    DiagnosisGroup.OTHER: (("A00", "B99"), ("D50", "Z99")),
}
"""The first and the last three characters of each stretch of codes. Codes that ICD-10 leaves out (C27–C29, C42 …)
belong to what stands before them."""


def group_of(icd10: str) -> DiagnosisGroup:
    """The group of a code such as `C50.9`; OTHER for what is no code."""
    category = icd10[:3].upper()
    for group, ranges in RANGES.items():
        if any(first <= category <= last for first, last in ranges):
            return group
    return DiagnosisGroup.OTHER


@cache
def categories(group: DiagnosisGroup) -> frozenset[str]:
    """The codes of three characters in a group of neoplasms; none for OTHER, which has thousands."""
    if group is DiagnosisGroup.OTHER:
        return frozenset()
    codes = (f"{letter}{number:02}" for letter in "CD" for number in range(100))
    return frozenset(code for code in codes if group_of(code) is group)
