/**
 * What is tried first wherever passwords are guessed: whole ones, and words that make one with a few digits
 * around them. Lower case. Runs of keys and repetitions are told by rule (password.ts) and need no entry here.
 */
export const guessedPasswords: ReadonlySet<string> = new Set(
  `
password passwort passw0rd passwords passphrase mypassword password1 thepassword yourpassword
newpassword changeme changemenow changeit welcome welcomeback welcometo letmein letmeinnow letmeinplease
opensesame open sesame secret topsecret mysecret admin administrator adminadmin root rootroot superuser
superman batman spiderman ironman wonderwoman captain qwerty qwertyuiop qwertyu qwertz qwertzuiop azerty
azertyuiop asdf asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc iloveyou iloveu iloveme ilovemyself
ilovegod iloveyousomuch lovely lovelove forever foreverlove loveforever mylove truelove trustno
trustnoone whatever blahblah nothing something anything everything football baseball basketball
volleyball hockey soccer tennis golfer liverpool liverpoolfc chelsea arsenal manchester manutd barcelona
realmadrid juventus dragon monkey monkeys tiger lion eagle panther dolphin elephant kitten puppy pokemon
pikachu charizard naruto goku dragonball onepiece sunshine rainbow princess princesa queen prince angel
angels babygirl babyboy baby sweetheart sweetie cutie beautiful gorgeous butterfly flower flowers
michael michelle jennifer jessica ashley amanda daniel david robert andrew joshua matthew anthony
christopher nicholas alexander alexandra elizabeth charlotte computer computers internet google facebook
instagram whatsapp telegram twitter youtube amazon microsoft windows apple iphone samsung android huawei
xiaomi starwars startrek starbucks matrix minecraft fortnite counterstrike playstation nintendo xbox
summer winter spring autumn january february march april june july august september october november
december monday tuesday wednesday thursday friday saturday sunday summertime wintertime springtime
holiday holidays vacation travel traveler traveller travelling traveling travelsim simcard esim roaming
heyon heyoncard yuanyou yuanyoucard heyonsim yuanyousim airport passport backpacker hello hellohello
helloworld hellothere goodmorning goodnight goodluck goodbye thankyou thanks freedom liberty america
american usa canada england london newyork losangeles chicago paris france germany deutschland berlin
italia italy spain madrid japan tokyo osaka korea seoul singapore hongkong taiwan taipei china beijing
shanghai shenzhen guangzhou money moneymoney millionaire billionaire rich lucky luckyone goldfish silver
golden diamond jesus jesuschrist jesusislord godisgood godbless blessed faith heaven hallelujah fuckyou
fuckoff fuckme asshole bullshit motherfucker chocolate cookie cookies banana orange strawberry pineapple
cheese coffee pizza hamburger guitar music rockstar rocknroll metallica nirvana eminem beatles
michaeljackson blackpink bts btsarmy test testing testtest tester testuser guest user username login
signin account default example sample demo temp temporary access master mastermaster shadow hunter
killer ninja samurai warrior phoenix maverick mustang ferrari porsche corvette yamaha kawasaki harley
mercedes toyota honda family friends bestfriend bestfriends mother father mom mommy daddy mommydaddy
brother sister children correcthorsebatterystaple correctbatteryhorsestaple correct-horse-battery-staple
correct horse battery staple woaini woaini1314 woaiwojia wodemima mima mimamima nihao nihaoma xiexie
aini ainima wangxinhao zhangwei wangwei wangfang liwei lina zhangmin lijing wangjing wangxiuying zhangli
woaini520 woaini521 wo520 ai520 a123456 a123456789 a1234567890 aa123456 aa123456789 abc123456
abc123456789 q123456789 qq123456 qq123456789 z123456789 as123456 asd123456 zxc123456 1q2w3e4r5t 1qaz2wsx
1qaz2wsx3edc 1qazxsw2 zaq12wsx zaq1xsw2 q1w2e3r4t5 q1w2e3r4t5y6 qwer1234 qwer123456 asdf1234 asdf1234567
qwerty12345 qwerty123456 qwerty1234567890 0123456789 1234567890 12345678910 123456789a 123456789q
123456789abc 1234567891 9876543210 0987654321 1122334455 1111111111 0000000000 1212121212 1231231234
123123123123 123321123321 112233445566 5201314520 5201314 1314520520 1314521 7758521 147258369
1472583690 159753456852 741852963 7418529630 987654321a password12 password123 password1234
password12345 password123456 passw0rd123 p@ssw0rd123 p@ssword123 admin12345 admin123456 administrator1
welcome123 welcome1234 welcome12345 letmein123 letmein1234 iloveyou12 iloveyou123 iloveyou1234
monkey12345 dragon12345 football123 baseball123 princess123 sunshine123 superman123 qwertyuiop123
abcd123456 abcdefg123 abcdefghij abcdefg1234567
`
    .trim()
    .split(/\s+/),
);
