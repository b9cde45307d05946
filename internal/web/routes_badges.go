package web

// badgesRoutes are the pages of badges. The desk prints; how badges look is the
// organisers'.
func badgesRoutes(s *Server) []route {
	const badges = "/organise/events/:slug/badges"
	const designs, design = badges + "/designs", badges + "/designs/:name"
	return []route{
		{"GET", badges, s.deskOrOrganiser, s.showBadges},
		{"POST", badges, s.deskOrOrganiser, s.filterBadges},
		{"GET", badges + "/ready", s.deskOrOrganiser, s.showReadyBadges},
		{"POST", badges + "/file", s.deskOrOrganiser, s.sendBadgeFile},

		{"GET", designs, s.organiser, s.showDesigns},
		{"POST", badges + "/choice", s.organiser, s.submitDesignChoice},
		{"POST", badges + "/copy", s.organiser, s.copyDesign},
		{"POST", uploadDesign, s.organiser, s.submitDesignFile},
		{"GET", design, s.organiser, s.showDesign},
		{"POST", editDesign, s.organiser, s.submitDesign},
		{"POST", design + "/preview", s.organiser, s.previewDesign},
		{"GET", design + "/file", s.organiser, s.sendDesign},
		{"GET", design + "/delete", s.organiser, s.askDeleteDesign},
		{"POST", design + "/delete", s.organiser, s.deleteDesign},
	}
}

// The forms that a file comes with.
const (
	uploadDesign = "/organise/events/:slug/badges/upload"
	editDesign   = "/organise/events/:slug/badges/designs/:name"
)
