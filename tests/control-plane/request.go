package main

import (
	"encoding/json"
	"net/http"
)

// asked is a request to send, as whoever asks or, with a user, as somebody else.
type asked struct {
	Method string          `json:"method"`
	Path   string          `json:"path"`
	Type   string          `json:"type"`
	Body   json.RawMessage `json:"body"`
	User   string          `json:"user"`
	Groups []string        `json:"groups"`
	// Show asks for what the server answers, where it accepts.
	Show bool `json:"show"`
}

// request sends the requests on standard input to an API server. Their answers are the status codes, and the objects that
// are asked for.
func request(args []string) error {
	return askServer("request", args, func(server *server, line []byte) (answer, error) {
		var asked asked
		if err := json.Unmarshal(line, &asked); err != nil {
			return answer{}, err
		}
		code, body, err := server.send(asked.Method, asked.Path, asked.header(), asked.Body)
		answer := answer{Status: code}
		if code >= 400 {
			answer.Error = refusal(body)
		} else if asked.Show && json.Valid(body) {
			answer.Object = body
		}
		return answer, err
	})
}

func (a *asked) header() http.Header {
	header := http.Header{}
	if a.Type != "" {
		header.Set("Content-Type", a.Type)
	}
	if a.User != "" {
		header.Set("Impersonate-User", a.User)
	}
	for _, group := range a.Groups {
		header.Add("Impersonate-Group", group)
	}
	return header
}
