package web

import "convene/internal/export"

// partnerRoutes are the pages of partners. Downloads are links, so that "save
// as" and a program with a session work too; each is logged, a HEAD is not.
func partnerRoutes(s *Server) []route {
	const event = "/partner/events/:slug"
	return []route{
		{"GET", "/partner", s.partner, s.listPartnered},
		{"GET", event, s.partner, s.showPartnered},
		{"GET", event + "/attendees.xlsx", s.partnerSeldom, s.sendAttendees(export.XLSX)},
		{"GET", event + "/attendees-excel.csv", s.partnerSeldom, s.sendAttendees(export.CSVExcel)},
		{"GET", event + "/attendees.csv", s.partnerSeldom, s.sendAttendees(export.CSV)},
		{"GET", event + "/attendees.json", s.partnerSeldom, s.sendAttendees(export.JSON)},
	}
}
