package locale

import "golang.org/x/text/language"

// Language names the language of a BCP 47 tag in the Printer's language, a
// regional tag by its language ("de-AT" is German); the tag itself when we have
// no name for it.
func (p *Printer) Language(tag string) string {
	if languageNames[tag] != "" {
		return p.name("language", languageNames, tag)
	}
	base, _, _ := language.Make(tag).Raw()
	if languageNames[base.String()] == "" {
		return tag
	}
	return p.name("language", languageNames, base.String())
}
