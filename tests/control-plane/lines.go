package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"

	rbacv1 "k8s.io/api/rbac/v1"
)

// answer is what there is to say to one question; which fields it has depends on the question.
type answer struct {
	Allowed   *bool               `json:"allowed,omitempty"`
	Reason    string              `json:"reason,omitempty"`
	Reasons   []string            `json:"reasons,omitempty"`
	Error     string              `json:"error,omitempty"`
	Covered   *bool               `json:"covered,omitempty"`
	Uncovered []rbacv1.PolicyRule `json:"uncovered,omitempty"`
	Status    int                 `json:"status,omitempty"`
	Cost      *int64              `json:"cost,omitempty"`
	Object    json.RawMessage     `json:"object,omitempty"`
}

// batch is some consecutive questions with their answers.
type batch struct {
	questions [][]byte
	answers   []byte
	err       error
	done      chan struct{}
}

// answerLines reads questions, one a line, and writes their answers in the same order, one a line.
//
// Workers take batches of at most some lines, less when nothing more is there to read: whoever waits for an answer
// before the next question gets it. A worker's error ends it all.
func answerLines(in io.Reader, out io.Writer, most, workers int, decide func(question []byte) (answer, error)) error {
	undecided := make(chan *batch, workers)
	inOrder := make(chan *batch, 2*workers)
	go func() {
		readBatches(in, most, func(next *batch) {
			inOrder <- next
			undecided <- next
		})
		close(inOrder)
		close(undecided)
	}()
	for range workers {
		go func() {
			for next := range undecided {
				next.decide(decide)
			}
		}()
	}
	writer := bufio.NewWriter(out)
	for next := range inOrder {
		<-next.done
		if _, err := writer.Write(next.answers); err != nil {
			return err
		}
		if next.err != nil {
			return errors.Join(next.err, writer.Flush())
		}
		if len(inOrder) == 0 {
			if err := writer.Flush(); err != nil {
				return err
			}
		}
	}
	return writer.Flush()
}

// readBatches hands over all lines in batches, and a read error in a last one.
func readBatches(in io.Reader, most int, send func(*batch)) {
	reader := bufio.NewReaderSize(in, 1<<20)
	for {
		next := &batch{done: make(chan struct{})}
		for next.err == nil && len(next.questions) < most {
			var line []byte
			line, next.err = reader.ReadBytes('\n')
			if len(line) > 0 {
				next.questions = append(next.questions, line)
			}
			if reader.Buffered() == 0 {
				break
			}
		}
		ended := next.err != nil
		if next.err == io.EOF {
			next.err = nil
		}
		send(next)
		if ended {
			return
		}
	}
}

// decide fills in the answers up to the first failure.
func (b *batch) decide(decide func([]byte) (answer, error)) {
	defer close(b.done)
	for _, question := range b.questions {
		answer, err := decide(question)
		if err == nil {
			var line []byte
			line, err = json.Marshal(answer)
			b.answers = append(append(b.answers, line...), '\n')
		}
		if err != nil {
			b.err = err
			return
		}
	}
}
