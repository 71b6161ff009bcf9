CREATE TRIGGER log_entry_refuses_update BEFORE UPDATE ON log_entry
BEGIN
    SELECT RAISE(ABORT, 'the provisioning log is append-only');
END;

CREATE TRIGGER log_entry_refuses_delete BEFORE DELETE ON log_entry
BEGIN
    SELECT RAISE(ABORT, 'the provisioning log is append-only');
END;
