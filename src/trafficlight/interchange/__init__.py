"""交换: shore between values and JSON, and between an agency and its TOML file. The only room that knows cattrs."""

from trafficlight.interchange._agency_file import load_agency, loads_agency
from trafficlight.interchange._json import from_json, structure, to_json, unstructure

__all__ = ["from_json", "load_agency", "loads_agency", "structure", "to_json", "unstructure"]
