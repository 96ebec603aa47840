from .cells import AnswerColumn as AnswerColumn, Wrong as Wrong, fitting as fitting
from .commitment import Answer as Answer, Promise as Promise, promise as promise, root_of as root_of
from .contract import SEPARATOR as SEPARATOR, USAGE as USAGE, USAGES as USAGES
from .files import read_submission as read_submission
from .forms import Contest as Contest
from .judging import (
    Refused as Refused,
    ScoringTask as ScoringTask,
    score_frames as score_frames,
    score_text as score_text,
    task_from as task_from,
    task_json as task_json,
)
from .opening import (
    promise_problems as promise_problems,
    proof as proof,
    proof_problems as proof_problems,
    revealed as revealed,
    revealed_problems as revealed_problems,
    solution_line as solution_line,
)
from .revealing import reveal as reveal, verify as verify
from .scoring import (
    RESAMPLES as RESAMPLES,
    ClassScore as ClassScore,
    Score as Score,
    Scored as Scored,
    ScoringOptions as ScoringOptions,
    score as score,
    solution_of as solution_of,
)
from .secret import secret_of as secret_of
from .standalone import program as program
from .submission import Fault as Fault, SubmissionForm as SubmissionForm
