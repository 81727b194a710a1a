/* A library to load. */
int answer(void)
{
	return 42;
}
