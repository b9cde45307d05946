// Package templates holds every text that is filled in: the pages under web and
// the mails under mail. internal/web and internal/mail parse them at start.
package templates

import "embed"

// Files are the templates, by their path in this folder.
//
//go:embed all:mail all:web
var Files embed.FS
