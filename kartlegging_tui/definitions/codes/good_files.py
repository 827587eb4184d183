"""A form, a pathway and a list of services without a finding, which the examples of the codes spoil in one place."""

from __future__ import annotations

HERE = "¤"
"""Marks the place where a finding is expected; it is taken out before the text is read."""

FORM = """\
id: god
version: "1.0"
status: active
area: physical
title: {nb: God, nn: God, en: Good}
source: Own
licence: MIT
wording: {nb: own, nn: own, en: own}
option_lists:
  svar:
    - {value: 0, text: {nb: Nei, nn: Nei, en: "No"}}
    - {value: 1, text: {nb: Ja, nn: Ja, en: "Yes"}}
sections:
  - id: plager
    title: {nb: Plager, nn: Plager, en: Trouble}
    questions:
      - id: smerte
        type: scale
        text: {nb: Smerte, nn: Smerte, en: Pain}
        min: 0
        max: 10
        ends: {low: {nb: Ingen, nn: Ingen, en: None}, high: {nb: Verst, nn: Verst, en: Worst}}
      - id: sted
        type: choices
        text: {nb: Hvor, nn: Kvar, en: Where}
        options:
          - {value: rygg, text: {nb: Rygg, nn: Rygg, en: Back}, score: 1}
          - {value: kne, text: {nb: Kne, nn: Kne, en: Knee}, score: 2}
          - {value: ingen, text: {nb: Ingen, nn: Ingen, en: None}, score: 0, exclusive: true}
        at_most: 2
      - id: uro
        type: choice
        text: {nb: Uro, nn: Uro, en: Worry}
        options: svar
        visible_if: smerte >= 4 and "rygg" in sted
      - id: yrke
        type: choice
        text: {nb: Yrke, nn: Yrke, en: Work}
        options:
          - {value: ja, text: {nb: Ja, nn: Ja, en: "Yes"}}
          - {value: nei, text: {nb: Nei, nn: Nei, en: "No"}}
      - id: annet
        type: text
        text: {nb: Annet, nn: Anna, en: Other}
  - id: hjemme
    title: {nb: Hjemme, nn: Heime, en: At home}
    questions:
      - id: har_barn
        type: yes_no
        text: {nb: Barn, nn: Barn, en: Children}
      - id: barn
        type: rows
        text: {nb: Barna, nn: Barna, en: The children}
        visible_if: har_barn
        min_rows: 1
        max_rows: 20
        row:
          - {id: navn, type: text, text: {nb: Navn, nn: Namn, en: Name}}
          - {id: alder, type: integer, min: 0, max: 120, text: {nb: Alder, nn: Alder, en: Age}}
scores:
  - id: plage
    title: {nb: Plage, nn: Plage, en: Trouble}
    value: sum(smerte, uro)
    bands:
      - {to: 3, text: {nb: Lite, nn: Lite, en: Little}}
      - {from: 4, to: 7, text: {nb: Noe, nn: Noko, en: Some}}
      - {from: 8, text: {nb: Mye, nn: Mykje, en: Much}, flag: true}
needs:
  - id: lindring
    when: plage >= 4
    title: {nb: Lindring, nn: Lindring, en: Relief}
    suggest:
      - {nb: Samtale, nn: Samtale, en: Talk}
  - id: tilsyn
    when: any(barn.alder < 18)
    title: {nb: Tilsyn, nn: Tilsyn, en: Care}
  - id: samtale
    each: barn
    when: alder <= 12 and smerte >= 1
    lasting: true
    title: {nb: Barnet, nn: Barnet, en: The child}
"""

PATHWAY = """\
id: forlop
version: "1.0"
title: {nb: Forløp, nn: Forløp, en: Pathway}
source: Own
contact_points:
  - number: 1
    title: {nb: Ved diagnosen, nn: Ved diagnosen, en: At diagnosis}
    held_by: specialist
    window: {opens: 0, closes: 1}
    offers:
      - form: god
  - number: 2
    title: {nb: Etter, nn: Etter, en: After}
    held_by: municipality
    window: {opens: 3, closes: 4}
    offers:
      - form: god
      - form: mer
        offer_if: god.smerte >= 4
    required:
      - that: asked(god.har_barn) or asked(god.annet)
        question: god.har_barn
        text: {nb: Spør om barn, nn: Spør om barn, en: Ask about children}
"""

SERVICES = """\
id: kommune
title: {nb: Tjenester, nn: Tenester, en: Services}
source: Own
services:
  - {id: fastlege, name: {nb: Fastlege, nn: Fastlege, en: General practitioner}, kind: person}
  - {id: frisklivssentral, name: {nb: Frisklivssentral, nn: Frisklivssentral, en: Healthy life centre}, kind: unit}
"""
