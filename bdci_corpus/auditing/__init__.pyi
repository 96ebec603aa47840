from .links import KINDS as KINDS, LEAKS as LEAKS
from .page import WORDS as WORDS, ExampleView as ExampleView, MarkedSpan as MarkedSpan, shown_pairs as shown_pairs
from .report import Report as Report
from .result import Audit as Audit
from .steps import audit as audit
