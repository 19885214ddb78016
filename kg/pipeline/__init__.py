"""The order of work: records in; graph, rejections and manifest out."""

from kg.pipeline.corpus import Verdict
from kg.pipeline.counts import Counts
from kg.pipeline.export import export
from kg.pipeline.files import Plan, Target, export_files
from kg.pipeline.folder import Folder, export_folder
from kg.pipeline.layout import layout_of
from kg.pipeline.outputs import opened
from kg.pipeline.partfiles import OpenPart, Part, Parting
from kg.pipeline.rejections import Rejection, rejection, write_rejection
from kg.pipeline.stage import Outcome, Stage
from kg.pipeline.work import Work
from kg.pipeline.workers import Workers

__all__ = [
    "Counts",
    "Folder",
    "OpenPart",
    "Outcome",
    "Part",
    "Parting",
    "Plan",
    "Rejection",
    "Stage",
    "Target",
    "Verdict",
    "Work",
    "Workers",
    "export",
    "export_files",
    "export_folder",
    "layout_of",
    "opened",
    "rejection",
    "write_rejection",
]
