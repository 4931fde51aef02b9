-- Gateways keep budgets in memory.
CREATE TRIGGER budgets_notify AFTER INSERT OR UPDATE OR DELETE ON "budgets" FOR EACH STATEMENT EXECUTE FUNCTION notify_config_changed();
