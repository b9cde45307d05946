// Package migrations holds the database schema as dated, forward-only SQL files.
// Each file is one transaction; internal/postgres runs them in order.
package migrations

import "embed"

// Files are the migrations, named YYYYMMDDhhmmss_subject.sql.
//
//go:embed *.sql
var Files embed.FS
