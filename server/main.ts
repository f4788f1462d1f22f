process.stdout.write('Boardcast\n');
