"""交换: values ↔ JSON, and an agency from its TOML file."""

from trafficlight.interchange._agency_file import load_agency, loads_agency
from trafficlight.interchange._json import from_json, structure, to_json, unstructure

__all__ = ["from_json", "load_agency", "loads_agency", "structure", "to_json", "unstructure"]
