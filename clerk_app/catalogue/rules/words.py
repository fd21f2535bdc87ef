"""Words whose reading is settled here, before any package is asked.

Place names and surnames of two characters read otherwise than those, and the polyphones of
service items in the words they stand in. General knowledge of Mandarin, checked by hand; where
several readings are accepted the usual one stands here, the others in `sound.OTHER_READINGS`.
"""

from __future__ import annotations

from collections.abc import Mapping

_PLACES = """
六安 lu an|六合 lu he|蚌埠 beng bu|重庆 chong qing|长春 chang chun|长沙 chang sha|长治 chang zhi
长兴 chang xing|长乐 chang le|长江 chang jiang|长寿 chang shou|厦门 xia men|台州 tai zhou
丽水 li shui|铅山 yan shan|乐清 yue qing|乐山 le shan|乐亭 lao ting|亳州 bo zhou|洪洞 hong tong
解州 xie zhou|浚县 xun xian|番禺 pan yu|东莞 dong guan|莘县 shen xian|单县 shan xian|繁峙 fan shi
尉犁 yu li|黄陂 huang pi|枞阳 zong yang|歙县 she xian|黟县 yi xian|涡阳 guo yang|泌阳 bi yang
中牟 zhong mu|荥阳 xing yang|荥经 ying jing|郫都 pi du|犍为 qian wei|筠连 jun lian|渑池 mian chi
柞水 zha shui|吴堡 wu bu|井陉 jing xing|蔚县 yu xian|行唐 xing tang|余干 yu gan|任丘 ren qiu
弋阳 yi yang|曲阜 qu fu|济南 ji nan|济宁 ji ning|济源 ji yuan|西藏 xi zang|成都 cheng du
都江堰 du jiang yan|首都 shou du|朝阳 chao yang|大厦 da sha|洞庭 dong ting|镇番 zhen fan
会理 hui li|会东 hui dong|会昌 hui chang|调兵山 diao bing shan|乐平 le ping|乐至 le zhi
乐昌 le chang|盛泽 sheng ze|石嘴山 shi zui shan|秘鲁 bi lu|什邡 shi fang|涪陵 fu ling
渠县 qu xian|丰都 feng du|广安 guang an|西安 xi an|延安 yan an|雅安 ya an|泰安 tai an|吉安 ji an
集安 ji an|淮安 huai an
"""

_SURNAMES = """
尉迟 yu chi|万俟 mo qi|单于 chan yu|令狐 ling hu|长孙 zhang sun|澹台 tan tai
"""

_SERVICE = """
行政 xing zheng|银行 yin hang|行业 hang ye|行驶 xing shi|执行 zhi xing|发行 fa xing|举行 ju xing
运行 yun xing|进行 jin xing|施行 shi xing|旅行 lv xing|通行 tong xing|行为 xing wei
商行 shang hang|分行 fen hang|支行 zhi hang|行号 hang hao|行李 xing li|重大 zhong da
重点 zhong dian|重要 zhong yao|重型 zhong xing|重度 zhong du|起重 qi zhong|重新 chong xin
重复 chong fu|重建 chong jian|重审 chong shen|重置 chong zhi|重名 chong ming|严重 yan zhong
载重 zai zhong|超重 chao zhong|种植 zhong zhi|栽种 zai zhong|播种 bo zhong|接种 jie zhong
种子 zhong zi|种畜 zhong chu|品种 pin zhong|特种 te zhong|工种 gong zhong|税种 shui zhong
种类 zhong lei|种苗 zhong miao|降解 jiang jie|解除 jie chu|调解 tiao jie|解释 jie shi
解聘 jie pin|会计 kuai ji|会议 hui yi|协会 xie hui|社会 she hui|会员 hui yuan|参保 can bao
参加 can jia|参与 can yu|人参 ren shen|给付 ji fu|供给 gong ji|给予 ji yu|给水 ji shui|补给 bu ji
自给 zi ji|交给 jiao gei|发给 fa gei|调动 diao dong|调查 diao cha|调取 diao qu|调入 diao ru
调出 diao chu|调档 diao dang|调阅 diao yue|调整 tiao zheng|调剂 tiao ji|调节 tiao jie
调换 diao huan|抽调 chou diao|征调 zheng diao|空调 kong tiao|处分 chu fen|处置 chu zhi
处理 chu li|处罚 chu fa|处方 chu fang|处所 chu suo|办事处 ban shi chu|发放 fa fang|发展 fa zhan
发票 fa piao|发证 fa zheng|核发 he fa|理发 li fa|美发 mei fa|长期 chang qi|长途 chang tu
长度 chang du|延长 yan chang|特长 te chang|家长 jia zhang|校长 xiao zhang|所长 suo zhang
增长 zeng zhang|生长 sheng zhang|成长 cheng zhang|行长 hang zhang|学校 xue xiao|校车 xiao che
校验 jiao yan|校准 jiao zhun|校对 jiao dui|传染 chuan ran|传统 chuan tong|宣传 xuan chuan
遗传 yi chuan|自传 zi zhuan|单位 dan wei|单独 dan du|清单 qing dan|订单 ding dan|还款 huan kuan
退还 tui huan|归还 gui huan|返还 fan huan|偿还 chang huan|还建 huan jian|差额 cha e|差别 cha bie
出差 chu chai|差旅 chai lv|转账 zhuan zhang|转让 zhuan rang|转移 zhuan yi|周转 zhou zhuan
供应 gong ying|供水 gong shui|供电 gong dian|供养 gong yang|供热 gong re|提供 ti gong
应急 ying ji|应用 ying yong|适应 shi ying|应当 ying dang|畜牧 xu mu|畜禽 chu qin|牲畜 sheng chu
耕畜 geng chu|畜产品 xu chan pin|藏品 cang pin|收藏 shou cang|储藏 chu cang|冷藏 leng cang
藏族 zang zu|便民 bian min|方便 fang bian|便宜 pian yi|卡片 ka pian|社保卡 she bao ka
称号 cheng hao|名称 ming cheng|职称 zhi cheng|对称 dui chen|称职 chen zhi|乘坐 cheng zuo
乘客 cheng ke|大夫 dai fu|大型 da xing|角色 jue se|落户 luo hu|落实 luo shi|绿色 lv se
绿化 lv hua|城市绿地 cheng shi lv di|率先 shuai xian|税率 shui lv|利率 li lv|比率 bi lv
模具 mu ju|模式 mo shi|规模 gui mo|模范 mo fan|没收 mo shou|屏蔽 ping bi|强制 qiang zhi
强迫 qiang po|区域 qu yu|塞车 sai che|要塞 yao sai|识别 shi bie|知识 zhi shi|宿舍 su she
住宿 zhu su|寄宿 ji su|提前 ti qian|拓展 tuo zhan|系统 xi tong|关系 guan xi|联系 lian xi
血液 xue ye|献血 xian xue|采血 cai xue|折旧 zhe jiu|折扣 zhe kou|附着 fu zhuo|着陆 zhuo lu
属地 shu di|家属 jia shu|亲属 qin shu|说明 shuo ming|省级 sheng ji|省内 sheng nei
盛装 cheng zhuang|查询 cha xun|检查 jian cha|审查 shen cha|曾用名 ceng yong ming|大田 da tian
温度 wen du|额度 e du|年度 nian du|测度 ce duo|度量 du liang|恶意 e yi|否决 fou jue
圈养 juan yang|商圈 shang quan|勒令 le ling|露天 lu tian|陆路 lu lu|秘密 mi mi|秘书 mi shu
粘贴 zhan tie|炮制 pao zhi|鞭炮 bian pao|纤维 xian wei|亲子 qin zi|成熟 cheng shu|手术 shou shu
技术 ji shu|剥削 bo xue|削减 xue jian|叶片 ye pian|遗失 yi shi|遗产 yi chan|选择 xuan ze
仔猪 zi zhu|偿付 chang fu|债券 zhai quan|拆迁 chai qian|拆除 chai chu|劲旅 jin lv|感觉 gan jue
地壳 di qiao|外壳 wai ke|降低 jiang di|投降 tou xiang|下降 xia jiang|音乐 yin yue|娱乐 yu le
乐器 yue qi|文娱 wen yu|乐园 le yuan|载人 zai ren|载客 zai ke|运载 yun zai|登载 deng zai
下载 xia zai|记载 ji zai|转载 zhuan zai|装载 zhuang zai|数量 shu liang|计量 ji liang
测量 ce liang|质量 zhi liang|计数 ji shu|分类 fen lei|分公司 fen gong si|成分 cheng fen
养分 yang fen|身份 shen fen|划分 hua fen|规划 gui hua|计划 ji hua|划拨 hua bo|区划 qu hua
划转 hua zhuan|兴办 xing ban|新兴 xin xing|振兴 zhen xing|兴建 xing jian|兴趣 xing qu
朝向 chao xiang|中标 zhong biao|中毒 zhong du|中断 zhong duan|中国 zhong guo|中止 zhong zhi
为民 wei min|作为 zuo wei|因公 yin gong|与会 yu hui|只读 zhi du|船只 chuan zhi|犬只 quan zhi
监督 jian du|监护 jian hu|监测 jian ce|教育 jiao yu|教师 jiao shi|教学 jiao xue|教材 jiao cai
教练 jiao lian|教授 jiao shou|宗教 zong jiao|累计 lei ji|积累 ji lei|困难 kun nan|灾难 zai nan
遇难 yu nan|难民 nan min|答复 da fu|答辩 da bian|咽喉 yan hou|泊位 bo wei|停泊 ting bo
漂泊 piao bo|湖泊 hu po|薄弱 bo ruo|薄膜 bo mo|暴露 bao lu|曝光 bao guang|冠名 guan ming
鸡冠 ji guan|钻井 zuan jing|钻探 zuan tan|钻孔 zuan kong|钉子 ding zi|横幅 heng fu|华侨 hua qiao
几何 ji he|夹层 jia ceng|假期 jia qi|休假 xiu jia|请假 qing jia|假冒 jia mao|虚假 xu jia
间隔 jian ge|房间 fang jian|期间 qi jian|时间 shi jian|车间 che jian|禁止 jin zhi|尽职 jin zhi
尽快 jin kuai|空地 kong di|航空 hang kong|空闲 kong xian|料理 liao li|量化 liang hua
笼养 long yang|埋葬 mai zang|掩埋 yan mai|蔓延 man yan|宁静 ning jing|磨具 mo ju|弹药 dan yao
导弹 dao dan|弹簧 tan huang|喷涂 pen tu|铺设 pu she|店铺 dian pu|商铺 shang pu|曲线 qu xian
歌曲 ge qu|散装 san zhuang|解散 jie san|疏散 shu san|丧葬 sang zang|丧失 sang shi|扇形 shan xing
少年 shao nian|少数 shao shu|减少 jian shao|舍弃 she qi|石油 shi you|石材 shi cai|似乎 si hu
挑选 tiao xuan|帖子 tie zi|吐血 tu xie|瓦斯 wa si|相关 xiang guan|相片 xiang pian|照相 zhao xiang
巷道 hang dao|学历 xue li|咽炎 yan yan|饮水 yin shui|饮用 yin yong|饮料 yin liao|饮食 yin shi
予以 yu yi|授予 shou yu|晕厥 yun jue|占用 zhan yong|占地 zhan di|侵占 qin zhan|涨价 zhang jia
症状 zheng zhuang|病症 bing zheng|正月 zheng yue|挣扎 zheng zha|驻扎 zhu zha|包扎 bao za
幢号 zhuang hao|作坊 zuo fang|作业 zuo ye|工作 gong zuo|钥匙 yao shi|反省 fan xing|可恶 ke wu
厌恶 yan wu|提防 di fang|标识 biao zhi|亲家 qing jia|仿佛 fang fu|屠宰 tu zai|宰杀 zai sha
"""


def _read(lines: str) -> dict[str, tuple[str, ...]]:
    found = {}
    for entry in lines.replace("\n", "|").split("|"):
        word, *sounds = entry.split() or [""]
        if word:
            found[word] = tuple(sounds)
    return found


WORDS: Mapping[str, tuple[str, ...]] = _read(_PLACES) | _read(_SURNAMES) | _read(_SERVICE)
"""Word → one syllable per character, without tones; ü is v."""
