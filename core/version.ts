// Reeve's own version; a test keeps it equal to package.json's. What users see as the version is Supervisor's.

export const REEVE_VERSION = '0.1.0'
