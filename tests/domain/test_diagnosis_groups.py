"""Diagnoses in groups."""

from __future__ import annotations

import string

import pytest

from kartlegging_tui.domain.diagnosis_groups import RANGES, DiagnosisGroup, group_of


def test_every_code_is_in_exactly_one_group_and_every_group_has_codes() -> None:
    assert set(RANGES) == set(DiagnosisGroup)
    codes = [f"{letter}{number:02}" for letter in string.ascii_uppercase for number in range(100)]
    for code in codes:
        groups = [group for group, ranges in RANGES.items() for first, last in ranges if first <= code <= last]
        assert len(groups) == 1, code


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("C50.9", DiagnosisGroup.BREAST),
        ("D05", DiagnosisGroup.BREAST),
        ("C61", DiagnosisGroup.PROSTATE),
        ("C34.1", DiagnosisGroup.LUNG),
        ("C18.7", DiagnosisGroup.BOWEL),
        ("C20", DiagnosisGroup.BOWEL),
        ("C16.9", DiagnosisGroup.UPPER_DIGESTIVE),
        ("C25.0", DiagnosisGroup.LIVER_PANCREAS),
        ("C56", DiagnosisGroup.GYNAECOLOGICAL),
        ("C67.9", DiagnosisGroup.BLADDER_KIDNEY),
        ("C62.9", DiagnosisGroup.MALE_GENITAL),
        ("C43.5", DiagnosisGroup.SKIN),
        ("C45.0", DiagnosisGroup.CHEST),
        ("D33.3", DiagnosisGroup.BRAIN),
        ("C73", DiagnosisGroup.THYROID),
        ("C83.3", DiagnosisGroup.LYMPHOMA),
        ("C90.0", DiagnosisGroup.BLOOD),
        ("D46.9", DiagnosisGroup.BLOOD),
        ("C49.2", DiagnosisGroup.BONE_SOFT_TISSUE),
        ("C80.9", DiagnosisGroup.UNKNOWN_PRIMARY),
        ("D12.6", DiagnosisGroup.IN_SITU_BENIGN),
        ("c50", DiagnosisGroup.BREAST),
        ("D64.9", DiagnosisGroup.OTHER),
        ("J45", DiagnosisGroup.OTHER),
        ("", DiagnosisGroup.OTHER),
    ],
)
def test_a_diagnosis_is_in_the_group_one_expects(code: str, group: DiagnosisGroup) -> None:
    assert group_of(code) is group
