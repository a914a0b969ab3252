"""ipctool measured against its peers: what lies behind `compare`."""
