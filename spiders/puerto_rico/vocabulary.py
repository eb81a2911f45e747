"""The Spanish words of Puerto Rico's measure histories and what they are; the first entry that fits decides."""

from spiders.families.actions import Vocabulary

PUERTO_RICO = Vocabulary(
    (
        (r"radicad[oa]", ("introduction",)),
        (r"aparece en primera lectura", ("reading-1",)),
        (r"aparece en segunda lectura", ("reading-2",)),
        (r"(referid[oa]|remitid[oa]|devuelt[oa]) a (la )?(\d\w* )?comisi[oó]n", ("referral-committee",)),
        (r".*comisi[oó]n de conferencia", ()),
        (r".*\bno recomienda|.*informe negativo", ("committee-passage-unfavorable",)),
        (r".*informe parcial|.*informe minoritario", ()),
        (r"((\d+(er|do|ro|to|mo|vo|no|ra|da)?|primer|segundo|tercer)\.? )?informe\b|comisi[oó]n ?:.*\brecomienda", ("committee-passage",)),
        (r"(no (fue )?aprobad[oa]|derrotad[oa]|colgad[oa]|rechazad[oa])", ("failure",)),
        (r"aprobad[oa] por (la )?c[aá]mara|aprobad[oa] por (el )?senado", ("passage",)),
        (r"aprobad[oa] (sin enmiendas )?en votaci[oó]n final", ("passage",)),
        (r"aprobad[oa] con enmiendas", ("amendment-passage",)),
        (r"cuerpo de origen (no|rechaza|solicita|pide)", ()),
        (r"cuerpo de origen.*\bconcurr", ("concurrence", "passage")),
        (r"(retirad[oa]|retiro)\b", ("withdrawal",)),
        (r"(se )?(enviad[oa]|env[ií]a|remitid[oa]) (al|a la) gobernador", ("executive-receipt",)),
        (r"firmad[oa] por (el|la) gobernador", ("executive-signature",)),
        (r"ley (n(\u00fam|um|o|\u00ba)?\.?\b|\d)", ("executive-signature", "became-law")),
        (r"(res(\.|oluci[oó]n) conj(\.|unta)) (n(\u00fam|um|o|\u00ba)?\.?\b|\d)", ("executive-signature", "became-law")),
        (r"veto\b|vetad[oa]", ("executive-veto",)),
        (r"enrolad[oa]|firmad[oa] por (el|la) president", ("enrolled",)),
        (r"(se )?(reconsider|confirmad|cuerpo de origen|calendario|en el calendario|incluid|relevad|descargad|descarg|vista|reuni[oó]n)", ()),
        (r"(texto|entirillado|enviad|remitid|devuelt|moci[oó]n|solicitud|memorial|ponencia|aprobad|aparece|comisi[oó]n|se )", ()),
    )
)  # fmt: skip
