/*
 * A process to look at, which does what it is told: it reads a line from standard input, words with tabs between, does
 * it, and answers "ok" or "error: …". In a word, \ooo stands for a byte. The first answer, when it has started, is
 * "ready PID". It ends when standard input is closed, so that it never outlives the test.
 */
#include "holder.h"

char *arguments;
size_t arguments_size;

static void unescape(char *word)
{
	char *to = word;
	for (char *from = word; *from != '\0';) {
		if (from[0] == '\\' && strspn(from + 1, "01234567") >= 3) {
			*to++ = (char)((from[1] - '0') << 6 | (from[2] - '0') << 3 | (from[3] - '0'));
			from += 4;
		} else {
			*to++ = *from++;
		}
	}
	*to = '\0';
}

static const struct action *find(const char *name)
{
	const struct action *const tables[] = { file_actions, memory_actions, place_actions, process_actions, churn_actions };
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		for (const struct action *action = tables[i]; action->name != NULL; action++)
			if (strcmp(action->name, name) == 0) return action;
	return NULL;
}

static void obey(char *line)
{
	char *words[WORDS + 1] = { NULL };
	int count = 0;
	for (char *word; count < WORDS && (word = strsep(&line, "\t")) != NULL; count++) words[count] = word;
	const struct action *action = find(words[0]);
	if (action == NULL || count - 1 < action->words) {
		printf("error: %s: not an action of %d words\n", words[0], count - 1);
		return;
	}
	for (int i = 0; i < count; i++) unescape(words[i]);
	if (action->run(words + 1) < 0) printf("error: %s %s: %s\n", words[0], words[1], strerror(errno));
	else printf("ok\n");
}

void serve(void)
{
	char *line = NULL;
	size_t size = 0;
	for (ssize_t length; (length = getline(&line, &size, stdin)) > 0;) {
		line[strcspn(line, "\n")] = '\0';
		obey(line);
	}
	exit(0);
}

int main(int argc, char **argv)
{
	arguments = argv[0];
	arguments_size = (size_t)(argv[argc - 1] + strlen(argv[argc - 1]) + 1 - argv[0]);
	setvbuf(stdin, NULL, _IONBF, 0);
	setvbuf(stdout, NULL, _IOLBF, 0);
	printf("ready %d\n", getpid());
	serve();
}
