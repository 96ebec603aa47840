"""The words of English notices by what they are about, and those that show that a sentence only tells of notices."""

from __future__ import annotations

CLASSES = {
    "this": r"this|these|our|my|all(?= (?:content|text|material|right|image|article|photo|data|page))",
    "label": r"(?:copyright|legal|license|usage|important)? ?(?:notice|note|disclaimer|terms|statement|warning)(?= ?:)",
    "without": r"without|unless|prior to|absent",
    "not": (
        r"not|no|never|none|nor|cannot|don't|prohibit\w*|forbid\w*|forbidden|unlawful|illegal|strictly|refrain|neither|"
        r"unauthori[sz]ed|disallowed"
    ),
    "only": r"only|solely|exclusively|limited|restricted|intended|purely|sole",
    "strong": (
        r"re-?print\w*|re-?publi[sc]\w*|re-?post\w*|reproduc\w+|re-?distribut\w+|re-?sell\w*|re-?upload\w*|"
        r"re-?transmi\w+|plagiari\w+"
    ),
    "right": r"copyright\w*|©|\(c\)|rights?|reserved?|reserves|ownership|owned|intellectual|trademarks?|moral",
    "credit": r"credit\w*|cit(?:e|ed|ing|ations?)|acknowledg\w*|attribut\w*|mention\w*|link\w*|reference\w*",
    "source": r"source|authors?|original|url|creator|publishers?|owners?|holders?|byline",
    "consequence": (
        r"violat\w*|infring\w*|liab\w+|prosecut\w*|law\w*|legal\w*|action|penalt\w*|subject|offen[cs]e|terms|"
        r"conditions|protected|treat\w+"
    ),
    "commerce": r"non-?commercial\w*|commercial\w*|profit|sale|sell|sold|fee|charge|monetar\w+",
    "purpose": (
        r"academic|research|educational?|personal|private|scientific|teaching|stud(?:y|ies)|internal|evaluation|"
        r"purposes?|competition|participants?|scholarly|class(?:room)?|schools?|teachers?|non-?profit|friends|"
        r"commentary|review|reference|fair"
    ),
    "consent": (
        r"permissions?|consent|authori[sz]\w+|approv\w+|written|prior|express(?:ed|ly)?|explicit\w*|agree\w*|granted?|"
        r"licen[sc]\w+|clearance"
    ),
    "contact": (
        r"contact|drop|line|e-?mail\w*|ask\w*|write|inquir\w*|enquir\w*|request\w*|touch|notify|inform|reach|"
        r"us|me"
    ),
    "permit": (
        r"may|can|free\w*|permitted|allowed|welcome|encouraged|feel|provided|granted|hereby|available|made|obtain\w*|"
        r"permits?|offered"
    ),
    "act": (
        r"cop(?:y|ied|ies|ying)|distribut\w+|shar(?:e|ed|ing)|transmi\w+|stor(?:e|ed|ing)|retriev\w*|display\w*|"
        r"modif\w+|adapt\w*|translat\w+|us(?:e|es|ed|ing|age)|re-?us\w+|quot\w+|download\w*|print\w*|scrap\w+|crawl\w*|"
        r"mirror\w*|train\w*|publi(?:sh|c)\w*|circulat\w*|disclos\w*|forward\w*|post(?:ed|ing)?|upload\w*|perform\w*|"
        r"broadcast\w*|exploit\w*|excerpt\w*|photocop\w+|record\w*|tak(?:e|en)|remov\w+|alter\w*|duplicat\w+|"
        r"extract\w*|archiv\w+|given|passed|lend|release|claim\w*|keep|photocop\w+"
    ),
    "reader": r"please|thank\w*|kindly|you|your|yourself|users?|readers?|visitors?|anyone|any(?:body|where)|respect\w*",
    "work": (
        r"contents?|texts?|articles?|pages?|sites?|websites?|blogs?|documents?|papers?|reports?|books?|works?|"
        r"materials?|"
        r"data|datasets?|databases?|corpus|images?|photos?|photographs?|figures?|code|software|stor(?:y|ies)|post|"
        r"publications?|information|files?|translations?|lyrics|posters?|essays?|posts?|graphics|videos?|artwork|"
        r"newsletter|notes?|slides?|worksheets?|recipes?|poems?|songs?|names?|quotations?|words|raw|handouts?|"
        r"columns?|excerpts?"
    ),
    "function": (
        r"the|an?|of|in|on|to|for|by|with|from|or|and|any|all|parts?|portions?|whole|form|means?|medium|media|"
        r"manner|way|"
        r"is|are|be|been|being|has|have|must|shall|should|will|if|when|except|as|that|which|such|other|otherwise|where|"
        r"noted|stated|indicated|under|at|it|its|their|they|we|i|here\w*|above|below|retain\w*|notice|includ\w+|but|"
        r"elsewhere|online|etc|part(?:y|ies)|third|persons?|long|so|also|own|each|every|before|after|this|do|does|"
        r"electronic\w*|mechanical\w*|further|first|belongs?|held|remains?|respective|claimed|made|out|within|"
        r"outside|network|internet|social|full|entire\w*|back|clear\w*|appropriate|proper\w*|additional|specific\w*"
    ),
}
"""Classes of words, in the order in which they are looked for."""

SIGNS = {
    "speech": (
        r"said|says?|told|argu\w+|claim(?:s|ed) that|believe\w*|explain\w*|report(?:s|ed) that|reads|wrote|"
        r"called"
    ),
    "person": r"s?he|his|her|him|whom|court|judge|ruled|lawsuit|sued|plaintiff|defendant|magazine|artist|band|singer",
    "other": r"some|most|many|several|few|often|usually|typically|generally|commonly|always|sometimes|much|various",
    "past": r"was|were|had|did|became|used to|ago|in (?:19|20)\d\d|since|founded|once|later|years?",
    "generality": (
        r"because|although|while|how|why|what|whether|means? that|example|journals?|universit\w+|librar(?:y|ies)|"
        r"polic(?:y|ies)|agenc\w+|compan(?:y|ies)|newspapers?|governments?|popular|countries|people|authors "
        r"(?:often|of)|"
        r"students|employees|ideas|check whether|choose|choosing|difference|compare\w*"
    ),
    "law": r"section \d|act of|statute|pursuant|member states?|person who|shall have|article \d",
    "question": r"\?|should i|can i|do i|do you",
    "thing": (
        r"passwords?|access\w*|accounts?|systems?|admission|entry|parking|smoking|badge|tickets?|drugs?|food|weapons?|"
        r"pets?|refunds?|guests?|equipment|vehicles?"
    ),
}
"""What shows that a sentence is about something else, or about notices."""

CUT = r"\.(?=\s|$)|[!?;\n]"
"""Where a sentence ends."""

NAMES = r"(?:by|of|to|©|\(c\)|from) ([^.,;:\"]{1,40}?)(?=[.,;]| and | is | all | owns?|$)"
"""Names of owners and authors, which are no words of a notice and may be anything."""

ATTRIBUTE = r" (?:of (?:his|her|their|a|an)|when|if he|because)(?![a-z])"
"""What makes of the words before it a part of something that is told."""

TOPIC = (
    r"(?<![a-z])(?:this|these|our|my|please|you|your|problems|questions|exercises|worksheets?|lyrics|translations?|"
    r"slides|fonts?|icons?|handouts?|answers|solutions|copyright\w*|permissions?|consent|credit\w*|re-?p(?:ost|"
    r"rint|ubli)\w*|"
    r"re-?produc\w+|re-?distribut\w+|non-?commercial|data(?:sets?)?|contents?|materials?|articles?|texts?|"
    r"photographs?|images?|readers?|corpus|copying|quot\w+|confidential|anywhere|online|rights|draft|report|figures|pages?|posts?|newsletter|magazine|lessons|prints|plugin|recordings|excerpts?|lyrics|members|subscribers|privately?|copy|copies|modif(?:y|ied)|delegates|own|mirroring|scraping|sell|share)(?![a-z])"
)
"""What every notice has one of, unless it begins with the words that were found."""

QUOTED = r"[“‘「]"
"""What opens a quotation."""

FORBIDS = (
    rf"(?<![a-z])(?:{CLASSES['not']})(?![a-z])[^.!?;,]{{0,40}}?(?<![a-z])(?:{CLASSES['strong']}|"
    rf"{CLASSES['act']})(?![a-z])"
)
"""Something that is done to texts is forbidden."""
