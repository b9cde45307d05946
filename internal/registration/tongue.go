package registration

import "slices"

// Who speaks Romani is not asked and not kept: beside a seminar like these the
// answer lets a reader guess at somebody's origin (domain.md 3.2, 3.3). The
// booth's headphones are for everybody who takes one.
var romani = []string{"rom", "rmn", "rmy", "rmc", "rmf", "rml", "rmo", "rmw"}

// IsRomani tells whether a language tag is that of Romani or of one of its varieties.
func IsRomani(tag string) bool { return slices.Contains(romani, tag) }
