-- Stands for loading much data before the database can be used.
SELECT pg_sleep(5);
