#include <stdio.h>

int main(void)
{
    puts("Hello from one small file.");
    return 0;
}
