package api

import (
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"convene/internal/export"
)

// about stands at the head of the document, for the people who write programs.
const about = `Events, registrations and, for partners, attendees.

**Tokens.** Organisers make them on the page of their event; send one as ` + "`Authorization: Bearer …`" + `. A token
holds for some events and scopes: ` + "`read`, `register`, `partner`" + `. Other events do not exist for it (404).

**Doing it once.** Every write takes an ` + "`Idempotency-Key`" + `: repeat a request with the same key, and the first
answer comes again, for 24 hours. The same key with another body is refused (422).

**Failures** are ` + "`application/problem+json`" + ` (RFC 9457). Ask for ` + "`code`" + `; show ` + "`detail`" + ` and ` + "`errors`" + `, which are
in the language of ` + "`Accept-Language`" + `. On 429 and 503 wait for ` + "`Retry-After`" + ` seconds and repeat with the same key.

**Lists** answer ` + "`{items, next}`" + `; go on at the URL ` + "`next`" + ` until it is null.

**Consents** count only when the person saw the words. Ask for the event in the person's language, show the text of each
consent, unticked, and send the purposes they ticked with the same ` + "`locale`" + `.`

// description begins the document. huma's own routes are left out: they load
// scripts of a third party into a page.
func (s *Server) description() huma.Config {
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info:    &huma.Info{Title: "Convene", Version: "1", Description: about},
			Servers: []*huma.Server{{URL: s.BaseURL + version}},
			Components: &huma.Components{
				Schemas:         huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer),
				SecuritySchemes: map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer"}},
			},
		},
		Formats:       map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat},
		DefaultFormat: "application/json",
	}
}

// showDocument serves the OpenAPI document of the routes as they are.
func (s *Server) showDocument(c echo.Context) error {
	if err := s.limits.takeAddress(visitOf(c.Request().Context()).address); err != nil {
		return err
	}
	body, err := json.Marshal(s.api.OpenAPI())
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "application/vnd.oai.openapi+json;version=3.1", body)
}

// exampleOf begins a request body with examples of it by name; a test sends each
// of them to the server.
func exampleOf(examples map[string]*huma.Example) *huma.RequestBody {
	return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/json": {Examples: examples}}}
}

// attendeeFiles are the formats of a partner's file.
func attendeeFiles(s *Server) map[string]*huma.Response {
	binary := func() *huma.MediaType { return &huma.MediaType{Schema: &huma.Schema{Type: "string", Format: "binary"}} }
	return map[string]*huma.Response{"200": {Description: "The file, as Accept asks for it; it stands in the log of exports", Content: map[string]*huma.MediaType{
		mediaType(export.JSON): {Schema: s.api.OpenAPI().Components.Schemas.Schema(typeOf[attendeeFile](), true, "AttendeeFile")},
		mediaType(export.CSV):  {Schema: &huma.Schema{Type: "string"}},
		mediaType(export.XLSX): binary(),
	}}}
}
