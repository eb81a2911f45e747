"""Saved queries and what satisfies them: step 7 of the path. Pure: no clock, no network, no database.

`query` reads what people type into `conditions` (its faults are explained by `faults`), `match` decides which topics a
document satisfies; underneath, `fields` says where words are looked for, `tokens` folds text, `terms` knows names,
`occurrences` finds places, and `hits` tells which of them are news.
"""
