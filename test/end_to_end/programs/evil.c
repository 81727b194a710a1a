// A library that leaves a mark as soon as it is loaded.
#include <fcntl.h>
#include <unistd.h>

__attribute__((constructor)) static void spring(void)
{
	close(open(MARK, O_CREAT | O_WRONLY, 0644));
}
