package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"convene/internal/locale"
)

// The language switch is a plain link, "?lang=fr" on the page one is reading.
// The choice is kept in a cookie that says nothing else about the visitor.
const (
	languageParam  = "lang"
	languageCookie = "convene-lang"
	languageMaxAge = 365 * 24 * 3600
)

// language remembers a chosen language and tells caches what the page depends on.
func (s *Server) language(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Add("Vary", "Accept-Language")
		if tag := c.QueryParam(languageParam); slices.Contains(locale.Supported(), tag) {
			c.SetCookie(&http.Cookie{Name: languageCookie, Value: tag, Path: "/", MaxAge: languageMaxAge,
				HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode})
		}
		return next(c)
	}
}

// printer speaks the visitor's language: the one just chosen, the one chosen
// before, the browser's, English. It works on any request, also one that failed early.
func (s *Server) printer(c echo.Context) *locale.Printer {
	if p, ok := c.Get("printer").(*locale.Printer); ok {
		return p
	}
	chosen := c.QueryParam(languageParam)
	if !slices.Contains(locale.Supported(), chosen) {
		chosen = ""
		if cookie, err := c.Cookie(languageCookie); err == nil {
			chosen = cookie.Value
		}
	}
	p := locale.For(locale.Negotiate(chosen, c.Request().Header.Get("Accept-Language"), ""))
	c.Set("printer", p)
	return p
}

// languageLink is one entry of the language switch.
type languageLink struct {
	Tag, Name, URL string
	Current        bool
}

// languageLinks offers a page in every language, each named in itself.
func languageLinks(page url.URL, current string) []languageLink {
	var links []languageLink
	for _, tag := range locale.Supported() {
		u := page
		q := u.Query()
		q.Set(languageParam, tag)
		u.RawQuery = q.Encode()
		links = append(links, languageLink{Tag: tag, Name: ownName(tag), URL: u.RequestURI(), Current: tag == current})
	}
	return links
}

// ownName is a language's name in itself, with the capital that begins a label
// in any of them.
func ownName(tag string) string {
	switch tag {
	case "en":
		return "English"
	case "fr":
		return "Français"
	}
	return locale.For(tag).Language(tag)
}
